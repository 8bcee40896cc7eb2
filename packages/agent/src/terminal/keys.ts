/** The one registry of keys: footer, help and what a press does all come from here. */
import { CALL_KEYS } from './call-keys.ts';
import { type Deed, type KeyBinding, type KeyContext, needs, says } from './key-binding.ts';
import { RECORD_KEYS } from './record-keys.ts';
import { engineLost, harmless, whyNot } from './words.ts';
import { WORK_KEYS } from './work-keys.ts';

const isBusy = ({ view }: KeyContext): boolean => view.presence.after !== null;
const isCalm = (context: KeyContext): boolean => !isBusy(context);
const chosenCampaign = ({ view, chosen }: KeyContext) => view.campaigns[chosen];

function joinRefusal(context: KeyContext): string | null {
  const campaign = chosenCampaign(context);
  if (campaign === undefined) return 'You are assigned to no campaign: a campaign manager assigns agents.';
  return campaign.joined ? `You have joined ${campaign.name} already.` : null;
}

function okRefusal({ view, started }: KeyContext): string | null {
  const campaign = view.campaigns[started ?? -1];
  if (campaign === undefined) return 'No campaign has started since you looked.';
  if (campaign.joined) return `You have joined ${campaign.name} already.`;
  return whyNot(view, 'log-in') === null ? 'You are logged out: start work first.' : null;
}

function leaveRefusal(context: KeyContext): string | null {
  const campaign = chosenCampaign(context);
  if (campaign === undefined) return 'You are assigned to no campaign: a campaign manager assigns agents.';
  return campaign.joined ? null : `You have not joined ${campaign.name}.`;
}

function doneRefusal({ view }: KeyContext): string | null {
  const { interaction } = view;
  const missing = interaction?.state === 'wrap-up' && interaction.wrapUpMandatory && interaction.wrapUpCode === null;
  if (interaction?.callback?.state === 'invalid') {
    const why = interaction.callback.reasons.map(({ message }) => message).join('; ');
    return `The callback cannot be called: ${why}. Change it (b) or cancel it (B) first.`;
  }
  return whyNot(view, 'done') ?? (missing ? 'This campaign asks for a wrap-up code: choose one first.' : null);
}

function leaveMessageRefusal({ view }: KeyContext): string | null {
  if (view.interaction !== null && !view.interaction.canLeaveMessage)
    return 'This campaign has no message to leave: a campaign manager uploads one and names it in the campaign.';
  return whyNot(view, 'leave-message');
}

export const KEYS: readonly KeyBinding[] = [
  {
    deed: 'ok',
    key: 'o',
    label: ({ view, started }) => `OK: join ${harmless(view.campaigns[started ?? -1]?.name ?? '')}`,
    help: 'OK: join the campaign that has just started',
    group: 'Campaigns',
    refusal: okRefusal,
  },
  ...RECORD_KEYS,
  {
    deed: 'accept',
    key: 'a',
    label: says('accept'),
    help: 'Accept what is offered',
    group: 'Call',
    refusal: needs('accept'),
  },
  {
    deed: 'reject',
    key: 'x',
    label: says('reject'),
    help: 'Let the offer pass; you go not ready',
    group: 'Call',
    refusal: needs('reject'),
  },
  {
    deed: 'hold',
    key: 'h',
    label: says('hold'),
    help: 'Put the contact on hold',
    group: 'Call',
    refusal: needs('hold'),
  },
  {
    deed: 'resume',
    key: 'h',
    label: says('resume'),
    help: 'Take the contact off hold',
    group: 'Call',
    refusal: needs('resume'),
  },
  {
    deed: 'hang-up',
    key: 'e',
    label: says('end call'),
    help: 'End the call; not while it is on hold',
    group: 'Call',
    refusal: needs('hang-up'),
  },
  {
    deed: 'leave-message',
    key: 'v',
    label: says('leave voicemail'),
    help: 'A machine: leave the message after its beep; you are free',
    group: 'Call',
    refusal: leaveMessageRefusal,
    inFooter: ({ view }) => view.interaction?.canLeaveMessage === true,
  },
  ...CALL_KEYS,
  {
    deed: 'code',
    key: '1-9',
    label: says('code'),
    help: 'Choose the wrap-up code with this number',
    group: 'Wrap-up',
    refusal: needs('wrap-up'),
  },
  {
    deed: 'code-name',
    key: 'c',
    label: says('code by name'),
    help: 'Choose the wrap-up code by its name',
    group: 'Wrap-up',
    refusal: needs('wrap-up'),
    inFooter: ({ view }) => (view.interaction?.wrapUpCodes.length ?? 0) > 9,
  },
  {
    deed: 'notes',
    key: 't',
    label: says('notes'),
    help: 'Write notes, during the call too',
    group: 'Wrap-up',
    refusal: needs('wrap-up'),
  },
  ...WORK_KEYS,
  {
    deed: 'done',
    key: 'd',
    label: says('done'),
    help: 'The interaction is done',
    group: 'Wrap-up',
    refusal: doneRefusal,
  },
  {
    deed: 'done-and-stop',
    key: 's',
    label: says('done and stop'),
    help: 'Done, and no next record by itself',
    group: 'Wrap-up',
    refusal: (context) => doneRefusal(context) ?? needs('done-and-stop')(context),
    inFooter: ({ view }) => view.allowedActions.includes('done-and-stop'),
  },
  {
    deed: 'log-in',
    key: 'i',
    label: says('start work'),
    help: 'Start work, not ready',
    group: 'Work',
    refusal: needs('log-in'),
  },
  {
    deed: 'ready',
    key: 'r',
    label: (context) => (isBusy(context) ? 'ready after' : 'ready'),
    help: 'Take calls; takes back a pause asked for during a call',
    group: 'Work',
    refusal: needs('set-ready'),
    inFooter: (context) => isCalm(context) || context.view.presence.after?.kind !== 'ready',
  },
  {
    deed: 'not-ready',
    key: 'n',
    label: (context) => (isBusy(context) ? 'pause after' : 'not ready'),
    help: 'Take no calls, with a reason; during a call, after wrap-up',
    group: 'Work',
    refusal: needs('set-not-ready'),
    inFooter: (context) => isCalm(context) || context.view.presence.after?.kind === 'ready',
  },
  {
    deed: 'automatic-ready',
    key: 'A',
    label: ({ view }) => (view.readyAfterWrapUp === false ? 'automatic ready' : 'no automatic ready'),
    help: 'Ready by yourself after each wrap-up, or not: your standing choice',
    group: 'Work',
    refusal: ({ view }) => (view.presence.kind === 'logged-out' ? whyNot(view, 'set-not-ready') : engineLost(view)),
    inFooter: () => false,
  },
  {
    deed: 'choose',
    key: 'up/down',
    label: says('choose'),
    help: 'Choose a campaign',
    group: 'Campaigns',
    refusal: ({ view }) =>
      view.campaigns.length > 1 ? null : 'There is no other campaign to choose: you are assigned to one at most.',
    inFooter: isCalm,
  },
  {
    deed: 'join',
    key: 'j',
    label: says('join'),
    help: 'Join the chosen campaign',
    group: 'Campaigns',
    refusal: joinRefusal,
    inFooter: isCalm,
  },
  {
    deed: 'leave',
    key: 'j',
    label: says('leave'),
    help: 'Leave the chosen campaign',
    group: 'Campaigns',
    refusal: leaveRefusal,
    inFooter: isCalm,
  },
  {
    deed: 'log-out',
    key: 'l',
    label: says('end work'),
    help: 'End work; during a call, after wrap-up',
    group: 'Work',
    refusal: needs('log-out'),
    inFooter: isCalm,
  },
  { deed: 'help', key: '?', label: says('help'), help: 'This help', group: 'Program', refusal: () => null },
  {
    deed: 'quit',
    key: 'q',
    label: says('quit'),
    help: 'End work and leave (twice during a call)',
    group: 'Program',
    refusal: () => null,
  },
];

/** The bindings that the footer shows now. */
export const footerKeys = (context: KeyContext): KeyBinding[] =>
  KEYS.filter((binding) => binding.refusal(context) === null && (binding.inFooter?.(context) ?? true));

export type Pressed = { deed: Deed } | { refused: string } | null;

/** What a key does now: a deed, a refusal in words, or null for a key that means nothing. */
export function press(key: string, context: KeyContext): Pressed {
  const bindings = KEYS.filter((binding) => binding.key === key);
  const open = bindings.find((binding) => binding.refusal(context) === null);
  if (open !== undefined) return { deed: open.deed };
  const refused = bindings.map((binding) => binding.refusal(context)).find((reason) => reason !== null);
  return refused === undefined || refused === null ? null : { refused };
}
