/** How many rows are left for the body of the screen. */
import { bannerWords } from '../components/banner.ts';
import type { ConsoleState } from '../model/state.ts';

/** Header, tabs and title above; status and hints below; a banner where there is one. */
export const bodyHeight = (state: ConsoleState): number => state.size.rows - 5 - (bannerWords(state) === null ? 0 : 1);
