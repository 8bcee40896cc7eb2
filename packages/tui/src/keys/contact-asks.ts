/** What acts on contacts say of themselves before they are done. */
import type { ContactAct } from '../model/contacts.ts';
import { type ConsoleState, campaignName } from '../model/state.ts';
import type { DialogWords } from './asks.ts';

const STAYS = 'What is handed out or being called is left as it is.';

export function contactActWords(state: ConsoleState, act: ContactAct): DialogWords {
  const { words, campaignId } = act.target;
  switch (act.type) {
    case 'move-contacts':
      return {
        title: `Move ${words}?`,
        impact: [`To ${act.toName}, where they begin anew. Numbers that are there already are left.`, STAYS],
      };
    case 'delete-contacts':
      return {
        title: `Delete ${words}?`,
        impact: ['It cannot be undone. Their attempts stay in the reports.', STAYS],
      };
    case 'reset-contacts':
      return {
        title: `Reset ${words}?`,
        impact: [
          `${campaignName(state, campaignId)} tries them again as if it had not yet; legal caps count what was made.`,
          STAYS,
        ],
      };
  }
}

/** So many at once want the word typed; all of a filter that finds more than are shown, too. */
export const contactActWord = ({ type, target }: ContactAct, many: number): string | null =>
  target.contacts === null || target.contacts >= many ? type.replace('-contacts', '') : null;
