/** The whole server but for its sockets: the application on a real store in a temporary folder, an engine double, a virtual clock. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ApiError,
  type Campaign,
  type CampaignDraft,
  type Client,
  createClient,
  newId,
  ROUTES,
  type Role,
  type RouteName,
  type RouteRequest,
  type RouteResponse,
  type StreamEvent,
  type User,
  VirtualClock,
} from '@outdial/shared';
import { expect } from 'vitest';
import { type AppOptions, createApp } from '../app.ts';
import { Catalog } from '../config/catalog.ts';
import { openConfigStore } from '../config/config-store.ts';
import { initialConfiguration } from '../config/initial-configuration.ts';
import { openStopSwitch } from '../config/stop-switch.ts';
import { checkCsv, importCsv } from '../lists/index.ts';
import { createLogger } from '../logger.ts';
import { policiesOf } from '../rules/policies.ts';
import { createServices, type Parts } from '../services.ts';
import { openDirectStore } from '../store/index.ts';
import { createPasswords } from '../users/passwords.ts';
import { BusDouble } from './bus-double.ts';

/** As little work as Argon2id allows: the same code, in microseconds. */
export const CHEAP = { memory: 8, passes: 1, parallelism: 1 };
export const PASSWORD = 'correct horse battery';
const BASE_URL = 'http://127.0.0.1:4170';
/** A Monday, 10:00 in Paris. */
const START_MS = Date.UTC(2026, 10, 23, 9, 0, 0);

export const DRAFT = {
  name: 'Contract renewals',
  mode: 'progressive',
  callerIds: [{ number: '+33199000000' }],
  compliancePack: 'demo-24h',
} as const satisfies CampaignDraft;

type Sent<Name extends RouteName> = unknown extends RouteRequest<Name> ? [] : [RouteRequest<Name>];
/** Nothing need be sent where nothing must be. */
type Rest<Name extends RouteName> = object extends RouteRequest<Name> ? Sent<Name> | [] : Sent<Name>;

export interface Seat {
  user: User;
  client: Client;
  token: string;
  /** Checks the answer against the route's own schema. */
  call<Name extends RouteName>(name: Name, ...request: Rest<Name>): Promise<RouteResponse<Name>>;
}

export async function openBench(options: { parts?: Partial<Parts>; app?: Partial<AppOptions>; folder?: string } = {}) {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'outdial-server-'));
  const clock = new VirtualClock(START_MS);
  const log: string[] = [];
  const store = openDirectStore(join(folder, 'store.sqlite'));
  const config = await openConfigStore(join(folder, 'configuration.json'), initialConfiguration());
  const catalog = await Catalog.open({ config, store, ids: newId });
  const follow = () => store.setPolicies(policiesOf(catalog.current()));
  const bus = new BusDouble(clock);
  const services = createServices({
    store,
    bus,
    catalog,
    stopSwitch: await openStopSwitch(join(folder, 'dialing.json')),
    clock,
    ids: newId,
    passwords: createPasswords(CHEAP),
    importCsv,
    checkCsv,
    recordingsFolder: join(folder, 'recordings'),
    summary: async () => {
      throw new Error('no figures here');
    },
    ...options.parts,
  });
  catalog.onChange(() => void follow());
  const app = createApp({
    services,
    log: createLogger({ destination: { write: (line) => void log.push(line) }, level: 'debug' }),
    ...options.app,
  });
  const doFetch = ((input: string, init?: RequestInit) => app.request(input, init)) as typeof fetch;
  const anonymous = createClient({ baseUrl: BASE_URL, fetch: doFetch });

  async function seat(username: string, role: Role): Promise<Seat> {
    const user =
      (await services.accounts.users()).find((one) => one.username === username) ??
      (await services.accounts.create({ username, name: `${username} name`, role, password: PASSWORD }));
    const { token } = await services.accounts.logIn(username, PASSWORD);
    const client = anonymous.withToken(token);
    return {
      user,
      client,
      token,
      async call(name, ...request) {
        const answer = await client.call(name, ...(request as Sent<typeof name>));
        expect(ROUTES[name].response.safeParse(answer).error).toBeUndefined();
        return answer;
      },
    };
  }

  return {
    folder,
    clock,
    store,
    bus,
    catalog,
    services,
    app,
    log,
    anonymous,
    seat,
    agent: await seat('anna', 'agent'),
    supervisor: await seat('sam', 'supervisor'),
    manager: await seat('mona', 'campaign-manager'),
    administrator: await seat('ada', 'administrator'),
    /** One request as anybody may write it. */
    raw: (path: string, init: RequestInit = {}, token?: string): Promise<Response> => {
      const headers = new Headers(init.headers);
      if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
      return Promise.resolve(app.request(`${BASE_URL}${path}`, { ...init, headers }));
    },
    async close() {
      services.close();
      await store.close();
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type Bench = Awaited<ReturnType<typeof openBench>>;

function failed(why: string): never {
  throw new Error(why);
}

/** A campaign of the agents given, made by the manager. */
export const makeCampaign = (
  { manager }: Bench,
  agents: readonly Seat[],
  more: Partial<CampaignDraft> = {},
): Promise<Campaign> =>
  manager.call('createCampaign', { body: { ...DRAFT, agentIds: agents.map(({ user }) => user.id), ...more } });

/** The problem that a request was answered with. */
export async function problemOf(work: Promise<unknown>): Promise<ApiError> {
  return work.then(
    () => failed('the request was served'),
    (error: ApiError) => error,
  );
}

/** Reads a stream as far as it is told. */
export function reader(events: AsyncGenerator<StreamEvent>) {
  return {
    async take(count: number): Promise<StreamEvent[]> {
      const taken: StreamEvent[] = [];
      while (taken.length < count) {
        const next = await events.next();
        if (next.done === true) break;
        taken.push(next.value);
      }
      return taken;
    },
    async rest(): Promise<StreamEvent[]> {
      const rest: StreamEvent[] = [];
      for await (const event of events) rest.push(event);
      return rest;
    },
    leave: () => events.return(undefined),
  };
}
