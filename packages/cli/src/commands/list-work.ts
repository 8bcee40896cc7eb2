/** `outdial lists show|contacts|export|move|delete|reset`: contacts of call lists, many at once. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CONTACT_STATUSES, type ContactSelection, OUTCOMES, PROGRESS_WORDS } from '@outdial/shared';
import { defineCommand } from 'citty';
import { refuseUnknownOptions } from '../args/strict.ts';
import { UsageError } from '../args/usage-error.ts';
import { apiCommand } from './api-command.ts';
import { connectAsOperator, connectionArgs, findCampaign, named } from './connection.ts';

type Api = Parameters<Parameters<typeof apiCommand>[0]['ask']>[0];

const list = { type: 'positional', description: 'Id or name of the call list', required: true } as const;
const filterArgs = {
  campaign: { type: 'string', description: 'Id or name of the campaign that the next three are about' },
  status: { type: 'string', description: CONTACT_STATUSES.join(', ') },
  progress: { type: 'string', description: PROGRESS_WORDS.join(', ') },
  outcome: { type: 'string', description: `Of the last attempt: ${OUTCOMES.join(', ')}` },
} as const;
interface Filter {
  campaign?: string | undefined;
  status?: string | undefined;
  progress?: string | undefined;
  outcome?: string | undefined;
}

const listOf = async (api: Api, wanted: string) =>
  named('call list', await api.call('lists'), ({ id, name }) => [id, name], wanted);

function oneOf<T extends string>(option: string, known: readonly T[], text: string | undefined): T | undefined {
  const found = known.find((one) => one === text);
  if (text !== undefined && found === undefined)
    throw new UsageError(`--${option} ${text}: one of ${known.join(', ')}.`);
  return found;
}

async function filterOf(api: Api, given: Filter) {
  const campaignId = given.campaign === undefined ? undefined : (await findCampaign(api, given.campaign)).id;
  const status = oneOf('status', CONTACT_STATUSES, given.status);
  const progress = oneOf('progress', PROGRESS_WORDS, given.progress);
  const outcome = oneOf('outcome', OUTCOMES, given.outcome);
  return {
    ...(campaignId === undefined ? {} : { campaignId }),
    ...(status === undefined ? {} : { status }),
    ...(progress === undefined ? {} : { progress }),
    ...(outcome === undefined ? {} : { outcome }),
  };
}

/** Named with --ids, else all of the list that the filter finds. */
async function selected(
  api: Api,
  given: Filter & { list: string; ids?: string | undefined },
): Promise<ContactSelection> {
  if (given.ids !== undefined) return { contactIds: given.ids.split(',').map((id) => id.trim()) };
  return { listId: (await listOf(api, given.list)).id, ...(await filterOf(api, given)) };
}

const ids = {
  type: 'string',
  description: 'Only these contacts: their ids, with commas between',
  valueHint: 'c1,c2',
} as const;
const contactsOf = (many: number): string => `${many} ${many === 1 ? 'contact' : 'contacts'}`;
const doneWords =
  (verb: string) => (done: { done: number; skipped: readonly { reason: string; contacts: number }[] }) => [
    `${contactsOf(done.done)} ${verb}`,
    ...done.skipped.map(({ reason, contacts }) => `${contacts} left as they are: ${reason}`),
  ];

const exportArgs = {
  ...connectionArgs,
  list,
  ...filterArgs,
  to: { type: 'string', description: 'Write to this file instead of standard output' },
} as const;

const exportCommand = defineCommand({
  meta: { name: 'export', description: 'Contacts of a list as CSV, with where they stand in a campaign' },
  args: exportArgs,
  async run({ args: given, rawArgs }) {
    refuseUnknownOptions(rawArgs, exportArgs, 1);
    const api = connectAsOperator(given);
    const { id } = await listOf(api, given.list);
    const text = await api.open('exportContacts', { params: { listId: id }, query: await filterOf(api, given) });
    const to = given.to === undefined ? process.stdout : createWriteStream(given.to, { mode: 0o600 });
    await pipeline(Readable.fromWeb(text as never), to, { end: given.to !== undefined });
  },
});

export const listWork = {
  show: apiCommand({
    name: 'show',
    description: 'All call lists; with --campaign its own, counted',
    args: { campaign: { type: 'string', description: 'Id or name of a campaign' } },
    ask: async (api, given) => {
      const lists = await api.call('lists');
      if (given.campaign === undefined) return { lists, counted: null };
      const { id } = await findCampaign(api, given.campaign);
      return { lists, counted: await api.call('campaignLists', { params: { campaignId: id } }) };
    },
    words: ({ lists, counted }) =>
      counted === null
        ? lists.map(({ id, name, contacts }) => `${id}  ${name}  ${contactsOf(contacts)}`)
        : counted.map(
            (one) =>
              `${one.name}  ${one.total} contacts: ${one.callable} callable, ${one.blocked} blocked (${one.blockedBy.map(({ reason, contacts }) => `${contacts} ${reason}`).join(', ')}), ${one.inHand} in hand; ${one.processed} processed, ${one.unfinished} unfinished, ${one.untried} untried`,
          ),
  }),
  contacts: apiCommand({
    name: 'contacts',
    description: 'The first hundred contacts of a list',
    args: { list, ...filterArgs, after: { type: 'string', description: 'Go on after this contact' } },
    ask: async (api, given) => {
      const query = { limit: 100, ...(await filterOf(api, given)) };
      const { id } = await listOf(api, given.list);
      return api.call('listContacts', {
        params: { listId: id },
        query: given.after === undefined ? query : { ...query, after: given.after },
      });
    },
    words: (all) =>
      all.map(
        (one) =>
          `${one.contactId}  ${one.number}  ${one.name}  ${one.campaigns.map(({ status, progress, reason }) => `${status} ${progress}${reason === null ? '' : ` (${reason})`}`).join('; ')}`,
      ),
  }),
  export: exportCommand,
  move: apiCommand({
    name: 'move',
    description: 'Move contacts to another list, one by one or all that a filter finds',
    args: {
      list,
      to: { type: 'string', description: 'Id or name of the other list', required: true },
      ids,
      ...filterArgs,
    },
    ask: async (api, given) =>
      api.call('moveContacts', {
        body: { select: await selected(api, given), toListId: (await listOf(api, given.to)).id },
      }),
    words: doneWords('moved'),
  }),
  delete: apiCommand({
    name: 'delete',
    description: 'Delete contacts of a list; with --whole the list too',
    args: {
      list,
      ids,
      ...filterArgs,
      all: { type: 'boolean', description: 'Every contact of the list', default: false },
      whole: { type: 'boolean', description: 'The list with all its contacts', default: false },
    },
    ask: async (api, given) => {
      const told = [given.ids, given.status, given.progress, given.outcome];
      if (given.whole !== true && given.all !== true && told.every((one) => one === undefined)) {
        throw new UsageError(
          'Which contacts? Name them (--ids), find them (--campaign with --status, --progress, --outcome), or say --all.',
        );
      }
      if (given.whole !== true) return api.call('deleteContacts', { body: { select: await selected(api, given) } });
      const { id, contacts } = await listOf(api, given.list);
      await api.call('deleteList', { params: { listId: id } });
      return { done: contacts, skipped: [] };
    },
    words: (done, { whole }) => [...(whole === true ? ['The list is deleted.'] : []), ...doneWords('deleted')(done)],
  }),
  reset: apiCommand({
    name: 'reset',
    description: 'Let a campaign try contacts again as if it had not yet; recycle one outcome with --outcome',
    args: { list, ids, ...filterArgs },
    ask: async (api, given) => {
      if (given.campaign === undefined) throw new UsageError('--campaign is needed: whose tries begin anew?');
      const { id } = await findCampaign(api, given.campaign);
      return api.call('resetContacts', { body: { select: await selected(api, given), campaignId: id } });
    },
    words: doneWords('reset'),
  }),
};
