/** The keys of the preview modes: get a record, read it, call by hand, close it, call again. */
import { type KeyBinding, type KeyContext, needs, says } from './key-binding.ts';
import { harmless } from './words.ts';

/** The preview campaign that Get record asks: the one just started, else the chosen one, else the first that runs; its index. */
export function recordCampaign({ view, chosen, started }: KeyContext): number {
  const gives = (at: number | null): boolean => {
    const campaign = view.campaigns[at ?? -1];
    return campaign?.mode === 'preview' && campaign.state === 'running';
  };
  if (started !== null && gives(started)) return started;
  return gives(chosen) ? chosen : view.campaigns.findIndex((_, at) => gives(at));
}

const inPreview = ({ view }: KeyContext): boolean => view.interaction?.state === 'preview';

function manyRefusal(what: 'numbers' | 'callerIds', none: string) {
  return (context: KeyContext): string | null => {
    if (!inPreview(context)) return needs('call')(context) ?? 'You have no record in hand.';
    return (context.view.interaction?.[what].length ?? 0) > 1 ? null : none;
  };
}

export const RECORD_KEYS: readonly KeyBinding[] = [
  {
    deed: 'get-record',
    key: 'g',
    label: says('get record'),
    help: 'Get the next record of a preview campaign',
    group: 'Record',
    refusal: needs('get-record'),
  },
  {
    deed: 'call',
    key: 'c',
    label: says('call'),
    help: 'Call the record in hand',
    group: 'Record',
    refusal: needs('call'),
  },
  {
    deed: 'number',
    key: '1-9',
    label: says('number'),
    help: 'Choose the number to call',
    group: 'Record',
    refusal: manyRefusal('numbers', 'This contact has one number.'),
  },
  {
    deed: 'caller-id',
    key: 'i',
    label: says('caller ID'),
    help: 'Choose the caller ID that is shown',
    group: 'Record',
    refusal: manyRefusal('callerIds', 'This campaign has one caller ID.'),
  },
  {
    deed: 'later',
    key: 'w',
    label: says('later'),
    help: 'Decline: call this contact later',
    group: 'Record',
    refusal: needs('decline'),
  },
  {
    deed: 'do-not-call',
    key: 'z',
    label: says('do not call'),
    help: 'Decline: never call this contact again',
    group: 'Record',
    refusal: needs('decline'),
  },
  {
    deed: 'redial',
    key: 'm',
    label: ({ view }) => `redial (${view.interaction?.redialsLeft ?? 0} left)`,
    help: 'Nobody answered: call once more',
    group: 'Record',
    refusal: needs('redial'),
  },
  {
    deed: 'redial-last',
    key: 'm',
    label: ({ view }) => `redial ${harmless(view.last?.contactName ?? '')} (${view.last?.redialsLeft ?? 0} left)`,
    help: 'Call the last contact once more, if nobody answered',
    group: 'Record',
    refusal: needs('redial-last'),
  },
];
