/** What a key is: where it works, what it does, when it cannot be used and why. */
import type { ConsoleState, ScreenName } from '../model/state.ts';
import type { Why } from './availability.ts';
import type { Reaction } from './reaction.ts';

export type KeyGroup = 'go' | 'move' | 'view' | 'campaign' | 'agents' | 'calls' | 'missed' | 'contacts' | 'all';

export interface KeyBinding {
  readonly id: string;
  /** Names as `press` gives them; the first is shown. */
  readonly keys: readonly string[];
  /** How the keys are written in footer and help. */
  readonly label: string;
  readonly group: KeyGroup;
  /** Screens on which it works; null: on all. */
  readonly on: readonly ScreenName[] | null;
  /** One or two words for the footer; null: help only. */
  readonly hint: string | null;
  /** Another hint where the state asks for one. */
  hintFor?(state: ConsoleState): string;
  /** One sentence for help and docs. */
  readonly does: string;
  /** Why it cannot be used now. */
  why?(state: ConsoleState): Why;
  run(state: ConsoleState, key: string): Reaction;
}

export const TABLE_SCREENS = ['campaigns', 'agents', 'calls', 'lists', 'contacts', 'events', 'missed'] as const;
export const CAMPAIGN_SCREENS = ['campaigns', 'campaign'] as const;

export const worksOn = (binding: KeyBinding, screen: ScreenName): boolean =>
  binding.on === null || binding.on.includes(screen);
