/** An engine in a box, behind the bus's port: obeys commands by the shared agent machine, and does what a test tells it. */
import {
  type AgentEvent,
  type AgentId,
  type AgentMirror,
  type AgentSeat,
  type AttemptId,
  agentTransition,
  type CallId,
  type Campaign,
  type Clock,
  type Command,
  type CommandResult,
  type EngineEpoch,
  type InHand,
  type InteractionId,
  type InteractionPicture,
  type LinePicture,
  type LivePicture,
  type MonitorTick,
  type Outcome,
  type Presence,
  QUIET_LINE,
} from '@outdial/shared';
import type { Bus, EngineStatus } from '../bus/port.ts';

type Listener<T> = (value: T) => void;

const EPOCH = 'epoch-1' as EngineEpoch;
const LOGGED_OUT: Presence = { kind: 'logged-out', sinceMs: 0 };

type AgentCommand = Extract<Command, { agentId: AgentId }>;

export class BusDouble implements Bus {
  readonly sent: { command: Command; expectedVersion?: number }[] = [];
  readonly seats = new Map<AgentId, AgentSeat>();
  /** Calls that can be monitored. */
  readonly calls = new Set<string>();
  /** The campaign asks for a wrap-up code. */
  mandatory = false;
  readonly #clock: Clock;
  readonly #mirrors = new Map<AgentId, AgentMirror>();
  readonly #onAgents = new Set<Listener<readonly AgentMirror[]>>();
  readonly #onPicture = new Set<Listener<LivePicture>>();
  readonly #onEngine = new Set<Listener<EngineStatus>>();
  readonly #onMonitor = new Map<string, Listener<MonitorTick>>();
  #status: EngineStatus;
  #picture: LivePicture | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#status = { state: 'connected', epoch: EPOCH, telephony: 'double', pid: 1, sinceMs: clock.nowMs() };
  }

  engine = (): EngineStatus => this.#status;
  agents = (): ReadonlyMap<AgentId, AgentMirror> => this.#mirrors;
  picture = (): LivePicture | null => this.#picture;

  async command(command: Command, options: { expectedVersion?: number } = {}): Promise<CommandResult> {
    this.sent.push({ command, ...options });
    if (this.#status.state === 'lost') return { ok: false, code: 'engine-lost', message: 'No engine is connected.' };
    if (command.type === 'agent.log-in') {
      this.seats.set(command.seat.agentId, command.seat);
      return this.#apply(command.seat.agentId, { type: 'log-in', reason: 'logged in' }, { joined: command.joined });
    }
    if (command.type === 'monitor.start' && !this.calls.has(command.callId)) {
      return { ok: false, code: 'unknown-call', message: `There is no call ${command.callId}.` };
    }
    return 'agentId' in command ? this.#agent(command, options.expectedVersion) : { ok: true };
  }

  onAgents = (listener: Listener<readonly AgentMirror[]>) => subscribe(this.#onAgents, listener);
  onPicture = (listener: Listener<LivePicture>) => subscribe(this.#onPicture, listener);
  onEngine = (listener: Listener<EngineStatus>) => subscribe(this.#onEngine, listener);

  onMonitor(monitorId: string, listener: Listener<MonitorTick>): () => void {
    this.#onMonitor.set(monitorId, listener);
    return () => this.#onMonitor.delete(monitorId);
  }

  async forgetLast({ numbers, contactIds }: Parameters<Bus['forgetLast']>[0]): Promise<void> {
    for (const [agentId, { last }] of this.#mirrors) {
      if (last != null && (contactIds.includes(last.contactId) || numbers.includes(last.number)))
        this.#change(agentId, { last: null });
    }
  }

  async close(): Promise<void> {
    this.#onMonitor.clear();
  }

  /** How many monitors are listened to. */
  get monitors(): number {
    return this.#onMonitor.size;
  }

  loseEngine(): void {
    this.#setStatus({ state: 'lost', sinceMs: this.#clock.nowMs() });
  }

  returnEngine(): void {
    this.#setStatus({
      state: 'connected',
      epoch: EPOCH,
      telephony: 'double',
      pid: 2,
      sinceMs: this.#clock.nowMs(),
    });
  }

  show(picture: Partial<LivePicture>): void {
    this.#picture = {
      atMs: this.#clock.nowMs(),
      epoch: EPOCH,
      campaigns: [],
      agents: [],
      calls: [],
      engine: { callsUnderWay: 0, freeLines: 100, framesScreened: 0, decisionsMade: 0, trunks: [] },
      ...picture,
    };
    for (const listener of this.#onPicture) listener(this.#picture);
  }

  tick(tick: Omit<MonitorTick, 'monitorId'>): void {
    for (const [monitorId, listener] of this.#onMonitor) listener({ monitorId, ...tick });
  }

  /** A record reaches an agent who asked for one. */
  handOut(agentId: AgentId, { id, name }: Campaign, numbers: readonly string[]): InteractionPicture {
    const interaction = {
      ...this.#picturedFor(agentId),
      campaignId: id,
      campaignName: name,
      number: numbers[0],
      numbers,
      attemptId: null,
      callId: null,
      state: 'preview',
    } as unknown as InteractionPicture;
    const inHand = { interactionId: interaction.interactionId, campaignId: id, callId: null };
    const expiresAtMs = this.#clock.nowMs() + 60_000;
    this.#apply(agentId, { type: 'preview', inHand, expiresAtMs }, { interaction });
    return interaction;
  }

  /** What the engine has to tell an agent, or how far a call is. */
  tell(agentId: AgentId, change: Partial<AgentMirror>): void {
    this.#change(agentId, change);
  }

  /** The call that the agent dialed is over. */
  over(agentId: AgentId, callStatus: Outcome, redials: number): void {
    const { interaction } = this.#mirrorOf(agentId);
    if (interaction === null) throw new Error('nothing is in hand');
    const wrapped = { ...interaction, state: 'wrap-up' as const, callStatus, redials, attemptId: 'a1' as AttemptId };
    this.#apply(agentId, { type: 'call-over', wrapUpLimitAtMs: null }, { interaction: wrapped });
  }

  /** A call reaches the agent: offered, or with `connected` joined at once. */
  deliver(
    agentId: AgentId,
    { id, name }: Campaign,
    how: 'offered' | 'connected',
    more: Partial<InteractionPicture> = {},
  ): InteractionPicture {
    const interaction = {
      ...this.#picturedFor(agentId),
      campaignId: id,
      campaignName: name,
      ...more,
    } as unknown as InteractionPicture;
    const inHand = { interactionId: interaction.interactionId, campaignId: id, callId: interaction.callId };
    this.#apply(agentId, { type: 'offer', inHand, expiresAtMs: this.#clock.nowMs() + 20_000 }, { interaction });
    if (how === 'connected') {
      this.#apply(agentId, { type: 'accept' });
      this.#apply(agentId, { type: 'connected' }, { interaction: { ...interaction, state: 'talking' } });
    }
    return interaction;
  }

  #picturedFor(agentId: AgentId) {
    return {
      interactionId: `interaction-${agentId}`,
      attemptId: 'attempt-1',
      callId: 'call-1',
      contactId: 'contact-1',
      contactName: 'Zoé Martin',
      number: '+33199001234',
      numbers: ['+33199001234'],
      attempts: 0,
      callStatus: null,
      redials: 0,
      fields: { 'customer no': 'A/1?b=c&d', city: 'Nîmes' },
      origin: 'outbound campaign call to Zoé Martin',
      state: 'offered',
      sinceMs: this.#clock.nowMs(),
      wrapUpCode: null,
      notes: '',
    };
  }

  #agent(command: AgentCommand, expectedVersion: number | undefined): CommandResult {
    const { agentId } = command;
    const mirror = this.#mirrorOf(agentId);
    if (expectedVersion !== undefined && expectedVersion !== mirror.version) {
      return { ok: false, code: 'stale-version', message: `The version is ${mirror.version}.`, agent: mirror };
    }
    if ('interactionId' in command && mirror.interaction?.interactionId !== command.interactionId) {
      return refused('unknown-interaction');
    }
    const { interaction } = mirror;
    switch (command.type) {
      case 'agent.ready':
        return this.#apply(agentId, { type: 'set-ready' });
      case 'agent.not-ready':
        return this.#apply(agentId, { type: 'set-not-ready', reason: command.reason });
      case 'agent.log-out':
        return this.#apply(agentId, { type: 'log-out' });
      case 'agent.redial-last': {
        const callId = 'call-2' as CallId;
        const inHand = { interactionId: 'again' as InteractionId, campaignId: mirror.last?.campaignId ?? '', callId };
        return this.#apply(agentId, { type: 'dial-last', inHand: inHand as InHand });
      }
      case 'agent.forget-last':
        return this.#change(agentId, { last: null });
      case 'agent.ready-after-wrap-up':
        return this.#change(agentId, { readyAfterWrapUp: command.ready });
      case 'agent.join':
        return this.#change(agentId, { joined: [...mirror.joined, command.campaignId] });
      case 'agent.leave':
        return this.#change(agentId, { joined: mirror.joined.filter((id) => id !== command.campaignId) });
      case 'agent.get-record':
        return this.#apply(agentId, { type: 'reserve', campaignId: command.campaignId });
      case 'interaction.call':
      case 'interaction.redial':
        return this.#apply(agentId, { type: 'dial', callId: 'call-2' as CallId });
      case 'interaction.decline':
        return this.#apply(agentId, { type: 'release' }, { interaction: null });
      case 'interaction.accept':
        return this.#apply(agentId, { type: 'accept' });
      case 'interaction.reject':
        return this.#apply(agentId, { type: 'let-pass', reason: 'offer rejected' }, { interaction: null });
      case 'interaction.hold':
        return this.#apply(agentId, { type: 'hold' });
      case 'interaction.resume':
        return this.#apply(agentId, { type: 'resume' });
      case 'interaction.hang-up': {
        const allowed = this.#apply(agentId, { type: 'hang-up' });
        return allowed.ok ? this.#apply(agentId, { type: 'call-over', wrapUpLimitAtMs: null }) : allowed;
      }
      case 'interaction.leave-message': {
        const allowed = this.#apply(agentId, { type: 'call-over', wrapUpLimitAtMs: null });
        return allowed.ok ? this.#apply(agentId, { type: 'finish' }, { interaction: null }) : allowed;
      }
      case 'interaction.mute':
        return this.#line(agentId, { type: 'mute' }, { muted: command.muted });
      case 'interaction.dtmf':
        return this.#apply(agentId, { type: 'press' });
      case 'interaction.record':
        return this.#line(agentId, { type: 'record' }, { recording: command.on });
      case 'interaction.transfer': {
        const allowed = this.#apply(agentId, { type: 'transfer' });
        return allowed.ok ? this.#apply(agentId, { type: 'call-over', wrapUpLimitAtMs: null }) : allowed;
      }
      case 'interaction.consult': {
        const to = command.to.kind === 'number' ? command.to.number : command.to.agentId;
        return this.#line(agentId, { type: 'consult' }, { consultation: { with: to, state: 'talking' } });
      }
      case 'interaction.complete-transfer': {
        const allowed = this.#apply(agentId, { type: 'complete-transfer' });
        return allowed.ok ? this.#apply(agentId, { type: 'call-over', wrapUpLimitAtMs: null }) : allowed;
      }
      case 'interaction.return':
        return this.#line(agentId, { type: 'return' }, { consultation: null });
      case 'interaction.wrap-up':
        if (interaction === null) return refused('not-in-wrap-up');
        return this.#change(agentId, {
          interaction: { ...interaction, wrapUpCode: command.code, notes: command.notes },
        });
      case 'interaction.done':
        if (this.mandatory && interaction?.wrapUpCode === null) return refused('wrap-up-code-required');
        return this.#apply(agentId, { type: 'finish' }, { interaction: null });
    }
  }

  #mirrorOf(agentId: AgentId): AgentMirror {
    return this.#mirrors.get(agentId) ?? { agentId, version: 0, presence: LOGGED_OUT, joined: [], interaction: null };
  }

  #apply(agentId: AgentId, event: AgentEvent, change: Partial<AgentMirror> = {}): CommandResult {
    const mirror = this.#mirrorOf(agentId);
    const next = agentTransition(mirror.presence, event, this.#clock.nowMs());
    if (!next.ok) return refused(next.refused);
    if (next.state === mirror.presence && Object.keys(change).length === 0) return { ok: true, agent: mirror };
    return this.#change(agentId, { presence: next.state, ...change });
  }

  /** What the shared machine allows, and what then stands on the line. */
  #line(agentId: AgentId, event: AgentEvent, line: Partial<LinePicture>): CommandResult {
    const { interaction } = this.#mirrorOf(agentId);
    const changed =
      interaction === null ? null : { ...interaction, line: { ...QUIET_LINE, ...interaction.line, ...line } };
    return this.#apply(agentId, event, { interaction: changed });
  }

  #change(agentId: AgentId, change: Partial<AgentMirror>): CommandResult {
    const before = this.#mirrorOf(agentId);
    const mirror = { ...before, ...change, version: before.version + 1 };
    this.#mirrors.set(agentId, mirror);
    for (const listener of this.#onAgents) listener([mirror]);
    return { ok: true, agent: mirror };
  }

  #setStatus(status: EngineStatus): void {
    this.#status = status;
    if (status.state === 'lost') this.#picture = null;
    for (const listener of this.#onEngine) listener(status);
  }
}

const refused = (code: string): CommandResult => ({ ok: false, code, message: `refused: ${code}` });

function subscribe<T>(listeners: Set<Listener<T>>, listener: Listener<T>): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
