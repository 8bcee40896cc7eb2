/**
 * A server in memory that behaves as the agents' routes say and enforces the shared agent machine: a `fetch` for the
 * client, and hands for the test that deliver calls, end them, lose the engine and break connections.
 */
import {
  type AgentId,
  type AgentView,
  CALL_ROUTES,
  type Clock,
  type Notice,
  ProblemError,
  type User,
  zCallBody,
  zCommandBody,
  zDeclineBody,
  zDoneBody,
  zLogin,
  zReadyAfterWrapUp,
  zReasonBody,
  zTransferBody,
  zWrapUpBody,
} from '@outdial/shared';
import { FakeAgent, type FakeCampaign, type FakeContact, type FakeWrapUp } from './fake-agent.ts';
import { answer, type FakeHandlers, type FakeRequest } from './fake-routes.ts';
import { FakeStreams } from './fake-streams.ts';

export type FakeUser = User & { password: string };

export interface FakeServerOptions {
  clock: Clock;
  users: readonly FakeUser[];
  campaigns: readonly FakeCampaign[];
  /** Routes that stand beside the agents' own (a back office), or replace one. */
  handlers?: FakeHandlers;
}

export class FakeServer {
  readonly clock: Clock;
  readonly users: FakeUser[];
  readonly campaigns: FakeCampaign[];
  readonly streams = new FakeStreams();
  /** Records of offers that were let pass, the newest first: the top of the list. */
  readonly returned: FakeContact[] = [];
  readonly wrapUps: FakeWrapUp[] = [];
  /** Records for those who ask. */
  readonly records: FakeContact[] = [];
  /** Calls by hand: what was asked for. */
  readonly dialed: { number?: string | undefined; callerId?: string | undefined }[] = [];
  /** Keys pressed towards contacts. */
  readonly pressed: string[] = [];
  /** Every request: `post /v1/agent/ready`. */
  readonly requests: string[] = [];
  /** No connection is answered, as while the server is being restarted. */
  down = false;
  /** Requests are taken and never answered, as by a host that is gone. */
  mute = false;
  engine: AgentView['engine'] = 'connected';
  readonly #handlers: FakeHandlers;
  readonly #agents = new Map<string, FakeAgent>();
  readonly #tokens = new Map<string, string>();
  #tokenCount = 0;

  constructor(options: FakeServerOptions) {
    this.clock = options.clock;
    this.users = [...options.users];
    this.campaigns = [...options.campaigns];
    this.#handlers = { ...this.#agentHandlers(), ...options.handlers };
  }

  readonly fetch: typeof fetch = async (input, init = {}) => {
    const url = new URL(String(input));
    this.requests.push(`${(init.method ?? 'GET').toLowerCase()} ${url.pathname}`);
    if (this.mute) {
      return await new Promise<Response>((_, reject) =>
        init.signal?.addEventListener('abort', () =>
          reject(new DOMException('The request was aborted.', 'AbortError')),
        ),
      );
    }
    if (this.down) throw new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') });
    return await answer({ handlers: this.#handlers, userOf: (token) => this.#userOf(token) }, url, init);
  };

  agent(userId: string): FakeAgent {
    const known = this.#agents.get(userId);
    if (known !== undefined) return known;
    const user = this.users.find((one) => one.id === userId);
    if (user === undefined) throw new Error(`no fake user ${userId}`);
    const made = new FakeAgent(user.id as AgentId, user.name, {
      clock: this.clock,
      campaigns: () => this.campaigns,
      engine: () => this.engine,
      changed: (agent) => this.streams.send(agent.agentId, 'view', agent.view()),
      returned: (contact) => this.returned.unshift(contact),
      wrappedUp: (what) => this.wrapUps.push(what),
    });
    this.#agents.set(userId, made);
    return made;
  }

  agents(): FakeAgent[] {
    return [...this.#agents.values()];
  }

  /** GW-6 and the like. */
  notice(userId: string, notice: Notice): void {
    this.streams.send(userId, 'notice', notice);
  }

  setEngine(engine: AgentView['engine']): void {
    this.engine = engine;
    for (const agent of this.agents()) this.streams.send(agent.agentId, 'view', agent.view());
  }

  /** The server dies: every connection is cut and none is answered until `up()`. */
  kill(): void {
    this.down = true;
    this.streams.cut();
  }

  up(): void {
    this.down = false;
  }

  /** The server forgets every token. */
  expireTokens(): void {
    this.#tokens.clear();
    this.streams.cut();
  }

  #userOf(token: string): User | null {
    const username = this.#tokens.get(token);
    return this.users.find((user) => user.username === username) ?? null;
  }

  /** A command of the agent's own: the version is checked, `act` runs, the view is the answer. */
  #command(act: (agent: FakeAgent, request: FakeRequest) => void) {
    return (request: FakeRequest): AgentView => {
      const agent = this.agent(request.user.id);
      if (this.engine === 'lost') throw new ProblemError('engine-lost', 'No engine answers.');
      const { expectedVersion } = zCommandBody.parse(request.body ?? {});
      if (expectedVersion !== undefined && expectedVersion !== agent.version) {
        throw new ProblemError('stale-version', `It is ${agent.version}, you saw ${expectedVersion}.`);
      }
      if (request.params.interactionId !== undefined) agent.inHand(request.params.interactionId);
      act(agent, request);
      return agent.view();
    };
  }

  /** A name or a number. */
  #target(body: unknown): string {
    const { number, agentId } = zTransferBody.parse(body);
    return number ?? this.users.find(({ id }) => id === agentId)?.name ?? '';
  }

  #assigned(agent: FakeAgent, request: FakeRequest): FakeCampaign {
    const campaign = this.campaigns.find((one) => one.campaignId === request.params.campaignId);
    if (campaign === undefined) throw new ProblemError('unknown-campaign', `No ${request.params.campaignId}.`);
    if (!campaign.agentIds.includes(agent.agentId)) throw new ProblemError('agent-not-assigned', campaign.name);
    return campaign;
  }

  #dialed(body: unknown): string | undefined {
    const dialed = zCallBody.parse(body);
    this.dialed.push(dialed);
    return dialed.number;
  }

  #agentHandlers(): FakeHandlers {
    return {
      logIn: ({ body }) => {
        const { username, password } = zLogin.parse(body);
        const user = this.users.find((one) => one.username === username && one.password === password);
        if (user === undefined) throw new ProblemError('wrong-credentials', `User ${username}.`);
        if (user.locked) throw new ProblemError('user-locked', `User ${username}.`);
        const token = `token-${++this.#tokenCount}`;
        this.#tokens.set(token, username);
        const { password: _, ...shown } = user;
        return { token, user: shown, expiresAtMs: this.clock.nowMs() + 86_400_000 };
      },
      logOut: ({ token }) => ({ ok: this.#tokens.delete(token) }),
      agentView: ({ user }) => this.agent(user.id).view(),
      agentEvents: ({ user, lastEventId, signal }) =>
        this.streams.connect(user.id, lastEventId, this.agent(user.id).view(), signal),
      agentLogIn: this.#command((agent) => agent.apply({ type: 'log-in', reason: 'logged in' })),
      agentLogOut: this.#command((agent) => agent.apply({ type: 'log-out' })),
      agentReady: this.#command((agent) => agent.apply({ type: 'set-ready' })),
      agentNotReady: this.#command((agent, { body }) =>
        agent.apply({ type: 'set-not-ready', reason: zReasonBody.parse(body).reason }),
      ),
      agentReadyAfterWrapUp: this.#command((agent, { body }) => {
        agent.readyAfterWrapUp = zReadyAfterWrapUp.parse(body).ready;
        agent.touch();
      }),
      agentJoin: this.#command((agent, request) => {
        agent.joined.add(this.#assigned(agent, request).campaignId);
        agent.touch();
      }),
      agentLeave: this.#command((agent, request) => {
        agent.joined.delete(this.#assigned(agent, request).campaignId);
        agent.touch();
      }),
      accept: this.#command((agent) => agent.accept()),
      reject: this.#command((agent) => agent.letPass('offer rejected')),
      hold: this.#command((agent) => agent.hold()),
      resume: this.#command((agent) => agent.resume()),
      hangUp: this.#command((agent) => agent.hangUp()),
      leaveMessage: this.#command((agent) => agent.leaveMessage()),
      wrapUp: this.#command((agent, { body }) => {
        const { code, notes } = zWrapUpBody.parse(body);
        agent.setCode(code, notes);
      }),
      mute: this.#command((agent, { body }) => {
        agent.control({ type: 'mute' }, { muted: CALL_ROUTES.mute.body.parse(body).muted });
      }),
      sendDigits: this.#command((agent, { body }) => {
        this.pressed.push(CALL_ROUTES.sendDigits.body.parse(body).digits);
        agent.control({ type: 'press' }, {});
      }),
      recordInteraction: this.#command((agent, { body }) => {
        agent.control({ type: 'record' }, { recording: CALL_ROUTES.recordInteraction.body.parse(body).on });
      }),
      transfer: this.#command((agent, { body }) => {
        agent.control({ type: 'transfer' }, { transferredTo: this.#target(body) });
        agent.callOver();
      }),
      consult: this.#command((agent, { body }) => {
        agent.control({ type: 'consult' }, { consultation: { with: this.#target(body), state: 'calling' } });
      }),
      completeTransfer: this.#command((agent) => {
        const { line } = agent.inHand();
        if (line?.consultation?.state === 'calling') throw new ProblemError('consultation-not-answered', 'It rings.');
        agent.control({ type: 'complete-transfer' }, { transferredTo: line?.consultation?.with ?? null });
        agent.callOver();
      }),
      returnToContact: this.#command((agent) => agent.control({ type: 'return' }, { consultation: null })),
      colleagues: ({ user }) =>
        this.users
          .filter(({ id }) => id !== user.id)
          .map(({ id, name }) => ({ agentId: id, name, available: true, state: 'ready' })),
      done: this.#command((agent, { body }) => agent.done(zDoneBody.parse(body).stop)),
      getRecord: this.#command((agent, request) => {
        const { campaignId, mode } = this.#assigned(agent, request);
        if (mode !== 'preview') throw new ProblemError('no-preview-campaign', `${campaignId} is ${mode}.`);
        const record = this.records.shift();
        if (record === undefined) agent.told('No record now: every contact of its lists is finished.');
        else agent.handOut(campaignId, record);
      }),
      call: this.#command((agent, { body }) => agent.call(this.#dialed(body))),
      redialLast: this.#command((agent) => agent.redialLast()),
      redial: this.#command((agent, { body }) => {
        if (agent.inHand().redialsLeft === 0) throw new ProblemError('redials-used-up', 'The rule allows one.');
        agent.call(this.#dialed(body));
      }),
      decline: this.#command((agent, { body }) => {
        const { how, stop } = zDeclineBody.parse(body);
        agent.decline(how, stop);
      }),
    };
  }
}
