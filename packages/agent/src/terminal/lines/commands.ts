/** The registry of the line mode's commands: help, parsing and what each does come from here. */
import type { AgentView, Clock, E164, MyCampaign } from '@outdial/shared';
import type { AgentClient } from '../../client/index.ts';
import { findCode, findNumber, perform, type ServerDeed } from '../perform.ts';
import {
  callWords,
  duration,
  harmless,
  lineWords,
  phoneWords,
  readableNumber,
  stateWords,
  verdictWords,
} from '../words.ts';
import { UsageError } from './usage-error.ts';
import { waitFor } from './wait.ts';
import { WORK_COMMANDS } from './work-commands.ts';

/** What a command says, and, for `--json`, the data behind it. */
export interface Said {
  text: string;
  data?: unknown;
}

export interface LineCommand {
  readonly name: string;
  /** What follows the name. */
  readonly takes: string;
  readonly help: string;
  run(client: AgentClient, rest: string, clock: Clock): Promise<Said>;
}

function viewOf(client: AgentClient): AgentView {
  if (client.view === null) throw new Error('The server has not answered yet: try again.');
  return client.view;
}

const deed = (name: ServerDeed, help: string): LineCommand => ({
  name,
  takes: '',
  help,
  run: async (client) => ({ text: await perform(client, name) }),
});

/** The campaign whose id or name is, or alone begins with, what was typed; its index. */
function findCampaign(campaigns: readonly MyCampaign[], typed: string): number {
  const wanted = typed.trim().toLowerCase();
  const names = campaigns.map((campaign) => [campaign.campaignId.toLowerCase(), campaign.name.toLowerCase()]);
  const exact = names.findIndex((both) => both.includes(wanted));
  if (exact >= 0) return exact;
  const begun = names.flatMap((both, index) => (both.some((name) => name.startsWith(wanted)) ? [index] : []));
  const [only] = begun;
  if (wanted !== '' && only !== undefined && begun.length === 1) return only;
  const known = campaigns.map((campaign) => harmless(campaign.name)).join(', ') || 'none';
  throw new UsageError(`“${harmless(typed)}” is no campaign of yours, or more than one. Yours: ${known}.`);
}

/** `call`, `call 2`, `call +33199001234 from 2`. */
const dial = (name: 'call' | 'redial', help: string): LineCommand => ({
  name,
  takes: '[NUMBER] [from ID]',
  help,
  run: async (client, rest) => {
    const { numbers = [], callerIds = [] } = viewOf(client).interaction ?? {};
    const [number = '', from = ''] = rest.split(/(?:^|\s)from\s+/);
    const chosen = findNumber(numbers, number);
    const shown = findNumber(
      callerIds.map((one) => one.number),
      from,
    );
    const call = { ...(chosen === undefined ? {} : { number: chosen as E164 }) };
    const text = await perform(client, name, {
      call: shown === undefined ? call : { ...call, callerId: shown as E164 },
    });
    return { text };
  },
});

const withCampaign = (name: 'join' | 'leave' | 'get-record', help: string): LineCommand => ({
  name,
  takes: 'NAME',
  help,
  run: async (client, rest) => ({
    text: await perform(client, name, { campaign: findCampaign(viewOf(client).campaigns, rest) }),
  }),
});

const campaignLine = ({ name, mode, state, joined }: MyCampaign): string =>
  `${harmless(name)}  ${mode}  ${state}  ${joined ? 'joined' : 'not joined'}`;

function viewLines(client: AgentClient): string {
  const { presence, interaction, engine, name, allowedActions } = viewOf(client);
  const lines = [
    `${harmless(name)}: ${stateWords(viewOf(client))} for ${duration(client.nowMs() - presence.sinceMs)}, engine ${engine}`,
  ];
  if (interaction !== null) {
    lines.push(`  ${harmless(interaction.origin)} [${harmless(interaction.campaignName)}]`);
    lines.push(`  ${harmless(interaction.contactName)}  ${readableNumber(interaction.number)}`);
    const others = interaction.numbers.map((number, at) => `${at + 1} ${readableNumber(number)}`);
    if (others.length > 1) lines.push(`  numbers: ${others.join('  ')}`);
    lines.push(`  call: ${callWords(interaction.callStatus)}; attempts before: ${interaction.attempts}`);
    for (const { text } of lineWords(interaction)) lines.push(`  ${text}`);
    const verdict = verdictWords(interaction);
    if (verdict !== null) lines.push(`  ${verdict}`);
    for (const [field, value] of Object.entries(interaction.fields)) {
      lines.push(`  ${harmless(field)}: ${harmless(value)}`);
    }
    const codes = interaction.wrapUpCodes.map((code) => code.code).join(', ');
    lines.push(
      `  code: ${interaction.wrapUpCode ?? '-'} of ${codes || 'none'}; notes: ${harmless(interaction.notes) || '-'}`,
    );
  }
  const phone = phoneWords(viewOf(client).phone, client.nowMs());
  if (phone !== null) lines.push(`  ${phone}`);
  lines.push(`  you can: ${allowedActions.join(', ')}`);
  return lines.join('\n');
}

/** `sale called back on Monday`: the code, and notes where there are any. */
async function codeAndNotes(client: AgentClient, rest: string): Promise<Said> {
  const [typed = '', ...words] = rest.split(/\s+/);
  const codes = viewOf(client).interaction?.wrapUpCodes ?? [];
  const code = findCode(codes, typed);
  if (code === null && viewOf(client).interaction !== null) {
    const known = codes.map((one) => one.code).join(', ') || 'none';
    throw new UsageError(`“${harmless(typed)}” is no wrap-up code here. There are: ${known}.`);
  }
  const notes = words.join(' ');
  await client.wrapUp({ code: code?.code ?? typed, ...(notes === '' ? {} : { notes }) });
  return { text: `Wrap-up code: ${harmless(code?.label ?? typed)}.` };
}

export const COMMANDS: readonly LineCommand[] = [
  deed('log-in', 'start work, not ready'),
  deed('log-out', 'end work; during a call, after wrap-up'),
  deed('ready', 'take calls'),
  {
    name: 'not-ready',
    takes: '[REASON]',
    help: 'take no calls; during a call, after wrap-up',
    run: async (client, rest) => ({ text: await perform(client, 'not-ready', { text: rest || 'break' }) }),
  },
  {
    name: 'after-wrap-up',
    takes: 'ready|not-ready|campaign',
    help: 'what you become after each wrap-up: kept until you change it',
    run: async (client, rest) => {
      const ready = { ready: true, 'not-ready': false, campaign: null }[rest.trim()];
      if (ready === undefined)
        throw new UsageError('Say `ready`, `not-ready`, or `campaign` for what the campaign says.');
      return { text: await perform(client, 'automatic-ready', { ready }) };
    },
  },
  withCampaign('join', 'join a campaign'),
  withCampaign('leave', 'leave a campaign'),
  withCampaign('get-record', 'get the next record of a preview campaign'),
  dial('call', 'call the record in hand, or another of its numbers'),
  deed('later', 'close the record: call later'),
  deed('do-not-call', 'close the record: never call again'),
  dial('redial', 'nobody answered: once more, or another number'),
  deed('redial-last', 'nobody answered, and it is wrapped up: once more'),
  deed('accept', 'accept what is offered'),
  deed('reject', 'let the offer pass; you go not ready'),
  deed('hold', 'put the contact on hold'),
  deed('resume', 'take the contact off hold'),
  deed('hang-up', 'end the call; not while it is on hold'),
  deed('leave-message', "leave the campaign's message on this machine, and be free at once"),
  deed('mute', 'mute yourself towards the contact, or be heard again'),
  {
    name: 'keys',
    takes: 'DIGITS',
    help: 'press keys towards the contact',
    run: async (client, rest) => ({ text: await perform(client, 'digits', { text: rest }) }),
  },
  deed('record', 'record the call, or stop, where the campaign lets you'),
  {
    name: 'transfer',
    takes: 'NUMBER|NAME',
    help: 'hand the contact over at once; you wrap up',
    run: async (client, rest) => ({ text: await perform(client, 'transfer', { text: rest }) }),
  },
  {
    name: 'consult',
    takes: 'NUMBER|NAME',
    help: 'hold the contact and call somebody first',
    run: async (client, rest) => ({ text: await perform(client, 'consult', { text: rest }) }),
  },
  deed('complete', 'leave the contact with whom you consult; you wrap up'),
  deed('return', 'end the consultation and speak to the contact again'),
  {
    name: 'colleagues',
    takes: '',
    help: 'who is at work, and who can take a transfer',
    run: async (client) => {
      const colleagues = await client.colleagues();
      const lines = colleagues.map(({ name, available, state }) => `${harmless(name)}  ${available ? 'free' : state}`);
      return { text: lines.join('\n') || 'Nobody.', data: colleagues };
    },
  },
  { name: 'code', takes: 'CODE [NOTES]', help: 'set the wrap-up code, and notes', run: codeAndNotes },
  {
    name: 'notes',
    takes: 'TEXT',
    help: 'set the notes',
    run: async (client, rest) => ({ text: await perform(client, 'notes', { text: rest }) }),
  },
  ...WORK_COMMANDS,
  deed('done', 'the interaction is done'),
  deed('done-and-stop', 'done, and no next record by itself'),
  {
    name: 'campaigns',
    takes: '',
    help: 'my campaigns',
    run: async (client) => {
      const { campaigns } = await client.refresh();
      return { text: campaigns.map(campaignLine).join('\n') || 'None.', data: campaigns };
    },
  },
  {
    name: 'view',
    takes: '',
    help: 'my state and what I have in hand',
    run: async (client) => {
      const view = await client.refresh();
      return { text: viewLines(client), data: view };
    },
  },
  {
    name: 'wait',
    takes: 'STATE [60s]',
    help: 'go on once I am in this state',
    run: async (client, rest, clock) => ({ text: await waitFor(client, clock, rest) }),
  },
  {
    name: 'help',
    takes: '',
    help: 'these lines',
    run: async () => ({
      text: [...COMMANDS.map((one) => [`${one.name} ${one.takes}`, one.help]), ['quit', 'end work and leave']]
        .map(([usage = '', help = '']) => `${usage.padEnd(20)} ${help}`)
        .join('\n'),
    }),
  },
];
