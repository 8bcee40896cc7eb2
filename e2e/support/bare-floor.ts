/** Server and engine as two processes of their own, on an empty data folder: campaigns and carrier are the test's. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AgentId, type Campaign, type CampaignDraft, type Client, createClient, type User } from '@outdial/shared';
import { outdial, type Running, temporaryFolder, until } from './program.ts';

export const PASSWORD = 'correct horse battery';

/** People pick up at once and talk for a minute. */
const EVERYBODY_ANSWERS = {
  answerRatio: 1,
  postDialMs: { dist: 'fixed', mean: 200 },
  ringMs: { dist: 'fixed', mean: 500 },
  talkMs: { dist: 'fixed', mean: 60_000 },
  patienceMs: { dist: 'fixed', mean: 20_000 },
};
const NOBODY_ANSWERS = {
  ...EVERYBODY_ANSWERS,
  answerRatio: 0,
  fastFailRatio: 0,
  noAnswerMs: { dist: 'fixed', mean: 700 },
};

export class BareFloor {
  readonly folder: string;
  readonly #remove: () => void;
  readonly #endpoints: string[];
  #server: Running | null = null;
  #engine: Running | null = null;
  /** Campaigns at which nobody answers. */
  readonly silent = new Set<string>();
  url = '';
  #lists = 0;

  constructor() {
    const { folder, remove } = temporaryFolder();
    this.folder = folder;
    this.#remove = remove;
    mkdirSync(join(folder, 'sockets'), { mode: 0o700 });
    this.#endpoints = ['control', 'live'].flatMap((name) => [`--${name}`, `ipc://${join(folder, 'sockets', name)}`]);
  }

  /** With the local operator's token, read anew for each request. */
  readonly operator = (): Client => {
    return createClient({ baseUrl: this.url }).withToken(this.operatorToken());
  };

  operatorToken(): string {
    return readFileSync(join(this.folder, 'operator.token'), 'utf8').trim();
  }

  async startServer(): Promise<void> {
    const port = this.url === '' ? '0' : new URL(this.url).port;
    const tokenFile = join(this.folder, 'operator.token');
    this.#server = outdial([
      ...['server', '--data', this.folder, '--port', port, '--operator-token-file', tokenFile],
      ...this.#endpoints,
    ]);
    const { stderr } = this.#server;
    this.url = await until('the server listens', () => /Listening on (\S+)/.exec(stderr())?.[1]);
  }

  /** The carrier knows the campaigns that there are by now. */
  async startEngine(): Promise<void> {
    const campaigns = Object.fromEntries([...this.silent].map((id) => [id, NOBODY_ANSWERS]));
    const profile = join(this.folder, 'profile.json');
    writeFileSync(profile, JSON.stringify({ ...EVERYBODY_ANSWERS, campaigns }));
    this.#engine = outdial(['engine', '--profile', profile, ...this.#endpoints]);
    await until('the engine is connected', async () =>
      (await this.operator().call('health')).engine === 'connected' ? true : null,
    );
  }

  /** As by kill -9. The server has seen it: an engine that is connected from now on is another one. */
  async killEngine(): Promise<void> {
    this.#engine?.child.kill('SIGKILL');
    await this.#engine?.ended;
    await until('the server misses its engine', async () =>
      (await this.operator().call('health')).engine === 'lost' ? true : null,
    );
  }

  async killServer(): Promise<void> {
    this.#server?.child.kill('SIGKILL');
    await this.#server?.ended;
  }

  async stop(): Promise<void> {
    this.#engine?.child.kill('SIGTERM');
    await this.#engine?.ended;
    this.#server?.child.kill('SIGTERM');
    await this.#server?.ended;
    this.#remove();
  }

  async agent(username: string): Promise<{ user: User; client: Client }> {
    const body = { username, name: `Agent ${username}`, role: 'agent' as const, password: PASSWORD };
    const user = await this.operator().call('createUser', { body });
    return { user, client: await this.logIn(username) };
  }

  async logIn(username: string): Promise<Client> {
    const guest = createClient({ baseUrl: this.url });
    const { token } = await guest.call('logIn', { body: { username, password: PASSWORD } });
    return guest.withToken(token);
  }

  /** A loaded campaign with twenty contacts of its own, whose numbers belong to nobody. */
  async campaign(name: string, agentIds: readonly AgentId[], more: Partial<CampaignDraft>): Promise<Campaign> {
    const operator = this.operator();
    const list = await operator.call('createList', { body: { name } });
    // No number stands in two lists: a person is called once, by whatever campaign.
    const first = 100 * this.#lists++;
    const rows = Array.from(
      { length: 20 },
      (_, i) => `${name} ${i},01 99 00 ${two(first + i, 2)} ${two(first + i, 0)},Lyon`,
    );
    await operator.call('importList', {
      params: { listId: list.id },
      query: { country: 'FR', column: 'phone', headings: 'yes' },
      text: ['name,phone,city', ...rows, ''].join('\n'),
    });
    return await operator.call('createCampaign', {
      body: {
        name,
        mode: 'progressive',
        compliancePack: 'demo-24h',
        callerIds: [{ number: '+33199000001' }, { number: '+33199000002', name: 'Desk' }],
        detection: { enabled: false },
        wrapUpCodes: [{ code: 'sale', label: 'Sale' }],
        wrapUpMandatory: true,
        agentIds: [...agentIds],
        listIds: [list.id],
        ...more,
      },
    });
  }
}

/** Two digits of a number of four. */
const two = (n: number, from: 0 | 2): string => {
  const digits = String(n).padStart(4, '0');
  return from === 2 ? digits.slice(0, 2) : digits.slice(2);
};
