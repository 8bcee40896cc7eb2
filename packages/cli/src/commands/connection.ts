/** How a client command finds its server: what is said, else the one that runs on this machine's data folder. */
import { type CampaignOverview, type Client, createClient } from '@outdial/shared';
import { CommandFailed } from '../args/usage-error.ts';
import { dataFolder, runningServer } from '../up/data-folder.ts';

export const connectionArgs = {
  url: {
    type: 'string',
    description: 'The server; else the one that runs on the data folder',
    valueHint: 'http://127.0.0.1:4170',
  },
  data: { type: 'string', description: 'The data folder of the running server', valueHint: 'FOLDER' },
} as const;

export interface Connection {
  baseUrl: string;
  /** The local operator's token, where the data folder is ours to read. */
  operatorToken: string | null;
}

/** Throws CommandFailed where no server can be found. */
export function findServer(given: { url?: string | undefined; data?: string | undefined }): Connection {
  const local = runningServer(dataFolder(given.data, true)) ?? runningServer(dataFolder(given.data, false));
  if (given.url !== undefined) {
    const baseUrl = given.url.replace(/\/+$/, '');
    return { baseUrl, operatorToken: local?.url === baseUrl ? local.operatorToken : null };
  }
  if (local === null) {
    throw new CommandFailed(
      'No server runs on this data folder. Start one with `outdial up` (or `outdial up --demo`), or name one with --url.',
    );
  }
  return { baseUrl: local.url, operatorToken: local.operatorToken };
}

/** The operator's token, or the one in OUTDIAL_TOKEN. Throws CommandFailed where there is neither. */
export function needToken(connection: Connection): string {
  const token = process.env.OUTDIAL_TOKEN ?? connection.operatorToken;
  if (token === null) {
    throw new CommandFailed('No token for this server: set OUTDIAL_TOKEN to one that POST /v1/sessions gave you.');
  }
  return token;
}

/** The server's API as the operator, or as whoever OUTDIAL_TOKEN stands for. Throws CommandFailed. */
export function connectAsOperator(given: { url?: string | undefined; data?: string | undefined }): Client {
  const connection = findServer(given);
  return createClient({ baseUrl: connection.baseUrl, token: needToken(connection) });
}

/** The one of this id or name. Throws CommandFailed where there is none. */
export function named<T>(what: string, all: readonly T[], nameOf: (one: T) => readonly string[], wanted: string): T {
  const found = all.find((one) => nameOf(one).includes(wanted));
  if (found !== undefined) return found;
  const names = all.map((one) => nameOf(one).at(-1)).join(', ') || 'none';
  throw new CommandFailed(`There is no ${what} "${wanted}". There are: ${names}.`);
}

/** A campaign by its id or name. Throws CommandFailed where there is none. */
export async function findCampaign(api: Client, wanted: string): Promise<CampaignOverview['campaign']> {
  const campaigns = (await api.call('campaigns')).map(({ campaign }) => campaign);
  return named('campaign', campaigns, ({ id, name }) => [id, name], wanted);
}

export const jsonArg = {
  json: { type: 'boolean', description: 'One JSON value on standard output', default: false },
} as const;
