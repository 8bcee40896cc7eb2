/** A whole engine on the virtual clock: the simulated carrier, detection without threads, records in memory, facts kept. */
import {
  type AgentId,
  type AgentMirror,
  type AgentSeat,
  type Campaign,
  type CampaignHistory,
  type CampaignId,
  type Command,
  type CommandResult,
  countingIds,
  type DetectionPolicy,
  type E164,
  type EngineEpoch,
  type FactBody,
  type InteractionId,
  type MonitorTick,
  seededRandom,
  VirtualClock,
  zCampaign,
} from '@outdial/shared';
import { type Clip, loadClips } from '../amd/index.ts';
import { createEngine, type Engine } from '../engine.ts';
import { MemoryRecords, type MemoryRecordsOptions } from '../loadtest/memory-records.ts';
import type { FactSink } from '../ports.ts';
import { createInlineScreening } from '../screening/index.ts';
import type { Screening } from '../screening/screening.ts';
import { type CarrierProfileInput, type LineLimits, SimulatedCarrier } from '../telephony/index.ts';
import { createInlinePacing, type PacingService } from '../workers/index.ts';

/** What a test says of a campaign; detection is off, and nothing is checked, unless it says otherwise. */
export type TestCampaign = Partial<Omit<Campaign, 'detection'>> & {
  id: CampaignId;
  detection?: Partial<DetectionPolicy>;
};

export interface FloorOptions {
  campaigns?: readonly TestCampaign[];
  profile?: CarrierProfileInput;
  limits?: LineLimits;
  records?: Partial<MemoryRecordsOptions>;
  pacing?: PacingService;
  screening?: Screening;
  /** Answered calls carry these clips; silent ones otherwise. */
  clips?: readonly Clip[];
  seed?: number;
  startMs?: number;
  /** Of every campaign, before this engine began. */
  history?: CampaignHistory;
}

/** Everybody answers after three seconds, is a person, and talks for a minute. */
export const EVERYBODY_ANSWERS: CarrierProfileInput = {
  answerRatio: 1,
  postDialMs: { dist: 'fixed', mean: 1_000 },
  ringMs: { dist: 'fixed', mean: 2_000 },
  talkMs: { dist: 'fixed', mean: 60_000 },
  patienceMs: { dist: 'fixed', mean: 30_000 },
};

export const NOBODY_ANSWERS: CarrierProfileInput = { ...EVERYBODY_ANSWERS, answerRatio: 0, fastFailRatio: 0 };

export const agentId = (name: string) => name as AgentId;
export const campaignId = (name: string) => name as CampaignId;
export const MAIN = campaignId('main');

let clips: readonly Clip[] | null = null;
/** The engine's own clips, read once. */
export function shippedClips(): readonly Clip[] {
  clips ??= loadClips();
  return clips;
}

export function campaignOf(fields: TestCampaign): Campaign {
  const plain = { enabled: false, onMachine: 'hang-up', maxScreeningMs: 4_000, checkedShare: 0 };
  return zCampaign.parse({
    name: `Campaign ${fields.id}`,
    mode: 'progressive',
    state: 'running',
    agentIds: ['ada', 'bob', 'cyd'],
    callerIds: [{ number: '+33199000000' }],
    wrapUpCodes: [{ code: 'sale', label: 'Sale' }],
    ...fields,
    detection: { ...plain, ...fields.detection },
  });
}

export class TestFloor implements FactSink {
  readonly clock: VirtualClock;
  readonly carrier: SimulatedCarrier;
  readonly records: MemoryRecords;
  readonly engine: Engine;
  readonly facts: FactBody[] = [];
  readonly mirrors: AgentMirror[] = [];
  readonly ticks: MonitorTick[] = [];
  /** Recordings by the call's id. */
  readonly recordings = new Map<string, Uint8Array>();
  campaigns: Campaign[];

  constructor(options: FloorOptions = {}) {
    const random = seededRandom(options.seed ?? 1);
    this.clock = new VirtualClock(options.startMs ?? 0);
    this.records = new MemoryRecords({ clock: this.clock, ...options.records });
    this.carrier = new SimulatedCarrier({
      clock: this.clock,
      random: random.stream('carrier'),
      profile: options.profile ?? EVERYBODY_ANSWERS,
      keepRecording: (name, wav, done) => {
        this.recordings.set(name, wav);
        done(`${name}.wav`);
      },
      ...(options.limits === undefined ? {} : { limits: options.limits }),
      ...(options.clips === undefined ? {} : { clips: options.clips }),
    });
    this.engine = createEngine({
      clock: this.clock,
      random: random.stream('engine'),
      ids: countingIds('id'),
      telephony: this.carrier,
      screening: options.screening ?? createInlineScreening(),
      pacing: options.pacing ?? createInlinePacing(),
      records: this.records,
      sink: this,
      epoch: 'epoch-1' as EngineEpoch,
    });
    this.campaigns = (options.campaigns ?? [{ id: MAIN }]).map(campaignOf);
    const { history } = options;
    const histories = Object.fromEntries(this.campaigns.map(({ id }) => [id, history ?? { live: 0, abandoned: 0 }]));
    this.engine.configure({ campaigns: this.campaigns, history: histories });
  }

  fact(body: FactBody): void {
    this.facts.push(body);
  }

  agent(mirror: AgentMirror): void {
    this.mirrors.push(mirror);
  }

  monitor(tick: MonitorTick): void {
    this.ticks.push(tick);
  }

  /** Facts of one type, in order. */
  factsOf<Type extends FactBody['type']>(type: Type): Extract<FactBody, { type: Type }>[] {
    return this.facts.filter((fact): fact is Extract<FactBody, { type: Type }> => fact.type === type);
  }

  /** Carries the command out, and fails the test where it is refused. */
  do(command: Command): CommandResult & { ok: true } {
    const result = this.engine.command(command);
    if (!result.ok) throw new Error(`${command.type} was refused: ${result.code}: ${result.message}`);
    return result;
  }

  logIn(name: string, joined: readonly CampaignId[] = [MAIN], ready = true, seat: Partial<AgentSeat> = {}): AgentId {
    const id = agentId(name);
    this.do({ type: 'agent.log-in', seat: { agentId: id, name, phone: `phone-${name}`, ...seat }, joined });
    if (ready) this.do({ type: 'agent.ready', agentId: id });
    return id;
  }

  mirror(name: string): AgentMirror {
    const mirror = this.engine.agents().find((agent) => agent.agentId === name);
    if (mirror === undefined) throw new Error(`no agent ${name}`);
    return mirror;
  }

  state(name: string): string {
    return this.mirror(name).presence.kind;
  }

  interactionId(name: string): InteractionId {
    const { interaction } = this.mirror(name);
    if (interaction === null) throw new Error(`${name} has nothing in hand but is ${this.state(name)}`);
    return interaction.interactionId;
  }

  /** GW-2, for an agent who is ready. */
  getRecord(name: string, campaign: CampaignId = MAIN): CommandResult {
    return this.engine.command({ type: 'agent.get-record', agentId: agentId(name), campaignId: campaign });
  }

  dials(name: string, choice: { number?: E164; callerId?: E164 } = {}, again = false): CommandResult {
    const type = again ? 'interaction.redial' : 'interaction.call';
    return this.engine.command({ type, agentId: agentId(name), interactionId: this.interactionId(name), ...choice });
  }

  declines(name: string, how: 'later' | 'do-not-call', stop = false): CommandResult {
    const interactionId = this.interactionId(name);
    return this.engine.command({ type: 'interaction.decline', agentId: agentId(name), interactionId, how, stop });
  }

  on(
    name: string,
    type:
      | 'interaction.accept'
      | 'interaction.reject'
      | 'interaction.hold'
      | 'interaction.resume'
      | 'interaction.hang-up'
      | 'interaction.leave-message'
      | 'interaction.complete-transfer'
      | 'interaction.return'
      | 'interaction.done',
  ): CommandResult {
    return this.engine.command({ type, agentId: agentId(name), interactionId: this.interactionId(name) });
  }

  /** Runs until the agent is in the state; fails where that takes longer than `withinMs`. */
  until(name: string, state: string, withinMs = 30_000): void {
    const endMs = this.clock.nowMs() + withinMs;
    while (this.state(name) !== state) {
      if (this.clock.nowMs() >= endMs)
        throw new Error(`${name} is ${this.state(name)}, not ${state}, after ${withinMs} ms`);
      this.clock.advance(1);
    }
  }

  advance(ms: number): void {
    this.clock.advance(ms);
  }

  reconfigure(id: CampaignId, change: Partial<Campaign>): void {
    this.campaigns = this.campaigns.map((campaign) => (campaign.id === id ? { ...campaign, ...change } : campaign));
    this.engine.configure({ campaigns: this.campaigns });
  }
}
