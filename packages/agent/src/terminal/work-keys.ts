/** The keys of the work beside the call: callback, case information, call guide, my day. */
import { type KeyBinding, type KeyContext, says } from './key-binding.ts';
import { engineLost } from './words.ts';

const inHand = ({ view }: KeyContext): string | null =>
  engineLost(view) ?? (view.interaction === null ? 'You have nothing in hand.' : null);

/** An alert that waits for its answer wants no other keys beside it. */
const accepted = ({ view }: KeyContext): boolean => view.interaction?.state !== 'offered';

export const WORK_KEYS: readonly KeyBinding[] = [
  {
    deed: 'callback',
    key: 'b',
    label: ({ view }) => (view.interaction?.callback == null ? 'callback' : 'change callback'),
    help: 'Schedule a callback, or change it',
    group: 'Wrap-up',
    refusal: inHand,
    inFooter: accepted,
  },
  {
    deed: 'cancel-callback',
    key: 'B',
    label: says('cancel callback'),
    help: 'Cancel the callback that you scheduled',
    group: 'Wrap-up',
    refusal: (context) =>
      inHand(context) ??
      (context.view.interaction?.callback === null ? 'No callback is scheduled on this interaction.' : null),
  },
  {
    deed: 'case',
    key: 'f',
    label: says('add to case'),
    help: 'Add to the case information: NAME: VALUE',
    group: 'Wrap-up',
    refusal: inHand,
    inFooter: accepted,
  },
  {
    deed: 'guide',
    key: 'u',
    label: says('guide'),
    help: 'The call guide: answer its questions',
    group: 'Wrap-up',
    refusal: (context) =>
      inHand(context) ?? (context.view.interaction?.guide === null ? 'This campaign has no call guide.' : null),
    inFooter: ({ view }) => view.interaction?.guide !== null,
  },
  {
    deed: 'day',
    key: 'y',
    label: says('my day'),
    help: 'My figures of today, and when the next call comes',
    group: 'Work',
    refusal: () => null,
    inFooter: ({ view }) => view.interaction === null,
  },
];
