/** Keys that act on contacts of call lists: one, the marked many, or a whole list (GT-6). */
import { withUi } from '../model/ui.ts';
import { ask } from './asks.ts';
import type { KeyBinding } from './binding.ts';
import { contactTarget, whyNoContacts } from './contact-targets.ts';
import { markKeys } from './mark-keys.ts';
import { show } from './reaction.ts';

const ON = ['lists', 'contacts'] as const;

export const CONTACT_KEYS: readonly KeyBinding[] = [
  ...markKeys('contacts', 'contacts', 'contact'),
  {
    id: 'move-contacts',
    keys: ['m'],
    label: 'm',
    group: 'contacts',
    on: ON,
    hint: 'move',
    does: 'Move the contact, the marked ones or all of the list to another campaign or list, which is named then.',
    why: (state) => whyNoContacts(state),
    run: (state) => show(withUi(state, { input: { kind: 'command', text: 'move ', historyIndex: null } })),
  },
  {
    id: 'delete-contacts',
    keys: ['d'],
    label: 'd',
    group: 'contacts',
    on: ON,
    hint: 'delete',
    does: 'Delete the contact, the marked ones or all of the list; their attempts stay in the reports.',
    why: (state) => whyNoContacts(state),
    run(state) {
      const target = contactTarget(state);
      return target === null ? show(state) : ask(state, { type: 'delete-contacts', target });
    },
  },
  {
    id: 'reset-contacts',
    keys: ['r'],
    label: 'r',
    group: 'contacts',
    on: ON,
    hint: 'reset',
    does: 'Reset the contact, the marked ones or all of the list: the campaign tries them again as if it had not yet.',
    why: (state) => whyNoContacts(state),
    run(state) {
      const target = contactTarget(state);
      return target === null ? show(state) : ask(state, { type: 'reset-contacts', target });
    },
  },
];
