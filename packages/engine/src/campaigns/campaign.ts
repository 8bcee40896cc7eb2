/** One campaign at run time: who works on it, what is under way, what is in stock, and what its pacer knows. */
import type {
  AgentId,
  AttemptId,
  CallId,
  Campaign,
  CampaignId,
  CampaignState,
  DecisionPicture,
  E164,
  LeaseGrant,
} from '@outdial/shared';
import type { Agent } from '../agents/agent.ts';
import { IdleQueue } from '../agents/idle-queue.ts';
import type { Call } from '../calls/call.ts';
import type { PacerState, PacingObservation } from '../pacing/index.ts';
import { CallbackQueue } from './callback-queue.ts';
import { ComingCallbacks } from './departures.ts';
import { inherited } from './inherited.ts';
import { Roster } from './roster.ts';
import { Stock, type StockedRecord } from './stock.ts';
import { Totals } from './totals.ts';
import { type AccountFigures, WindowAccount } from './window-account.ts';

/** An intent on its way to the system of record; it counts as in flight from the decision on. */
export interface Launch {
  readonly attemptId: AttemptId;
  readonly campaign: CampaignRuntime;
  readonly stocked: StockedRecord;
  /** Reserved for this call (GCC-3); null where the mode reserves nobody. */
  readonly agent: Agent | null;
  readonly atMs: number;
  /** The campaign as it was decided on. */
  readonly config: Campaign;
  /** An agent dials; null where the engine does. */
  readonly byHand: ByHand | null;
}

export interface ByHand {
  readonly agent: Agent;
  readonly callId: CallId;
  readonly callerId: E164;
  /** GCC-4: the attempt that nobody answered; null for the first call of a record. */
  readonly redialOf: { readonly attemptId: AttemptId; readonly number: E164 } | null;
  /** OUT-4: nothing was in hand before it: refused, the agent goes back to where they were. */
  readonly fromNothing: boolean;
}

/** What the pacer is told and has kept. */
export interface PaceMemory {
  state: PacerState | null;
  observations: PacingObservation[];
  /** A decision is being made: none is asked for meanwhile. */
  deciding: boolean;
  lastDecisionMs: number;
  loggedInTold: number;
  decisions: DecisionPicture[];
  /** Calls launched since the last tick, and their smoothed number a second. */
  launched: number;
  launchesPerSecond: number;
}

/** How the last lease went. */
export interface SupplyMemory {
  asking: boolean;
  notBeforeMs: number;
  shortBecause: LeaseGrant['shortBecause'];
  nextAtMs: number | null;
}

const DECISIONS_KEPT = 200;
const MOST_NAMED_AGENTS = 200;

export class CampaignRuntime {
  readonly id: CampaignId;
  #config: Campaign;
  #keptState: PacerState | null = null;
  /** Agents who may join. */
  assigned: ReadonlySet<AgentId>;
  state: CampaignState;
  readonly account = new WindowAccount();
  /** Taken out of the configuration: finishes its calls and goes. */
  removed = false;
  /** Logged-in agents who joined. */
  readonly members = new Roster<Agent>();
  readonly idle = new IdleQueue();
  readonly launches = new Map<AttemptId, Launch>();
  readonly calls = new Set<Call>();
  /** Those of them that no agent has been joined to yet. */
  readonly unconnected = new Roster<Call>();
  /** Live people whom nobody has taken yet, the longest waiting first. */
  readonly waiting = new Set<Call>();
  /** Calls that ring on though their agent let them pass: whoever comes free is asked. */
  readonly unattended = new Set<Call>();
  /** How long a call must ring before it is given up, as the compliance packs say. */
  minRingMs = 0;
  readonly stock = new Stock();
  /** Callbacks that wait for an agent. */
  readonly callbacks = new CallbackQueue();
  /** Callbacks that fall due soon. */
  readonly coming = new ComingCallbacks();
  readonly totals = new Totals();
  readonly pacerSeed: number;
  readonly pace: PaceMemory = {
    state: null,
    observations: [],
    deciding: false,
    lastDecisionMs: Number.NEGATIVE_INFINITY,
    loggedInTold: -1,
    decisions: [],
    launched: 0,
    launchesPerSecond: 0,
  };
  readonly supply: SupplyMemory = { asking: false, notBeforeMs: 0, shortBecause: null, nextAtMs: null };

  constructor(config: Campaign, pacerSeed: number) {
    this.id = config.id;
    this.#config = config;
    this.assigned = new Set(config.agentIds);
    this.state = config.state;
    this.pacerSeed = pacerSeed;
  }

  get config(): Campaign {
    return this.#config;
  }

  set config(config: Campaign) {
    this.#config = config;
    this.assigned = new Set(config.agentIds);
  }

  /** Of many agents who is quick and who is slow evens out, and names are only carried around. */
  get namesAgents(): boolean {
    return this.members.size <= MOST_NAMED_AGENTS;
  }

  /** Whether the engine dials this campaign by itself (BP-3); in the preview modes agents do. */
  get dialsItself(): boolean {
    return this.config.mode !== 'preview' && this.config.mode !== 'push-preview';
  }

  /** Whether it takes part in the sharing of agents and lines now: it runs, dials by itself, and has somebody to dial or to wait for. */
  get canDial(): boolean {
    if (this.state !== 'running' || this.removed || !this.dialsItself) return false;
    const underWay = this.launches.size > 0 || this.unconnected.size > 0;
    return underWay || this.stock.size > 0 || this.supply.shortBecause === null;
  }

  /** Whether records go to ready agents by themselves now (GW-4), as far as the list goes. */
  pushes(nowMs: number): boolean {
    return this.config.mode === 'push-preview' && this.state === 'running' && this.supply.notBeforeMs <= nowMs;
  }

  /** Whether an agent is kept for each call that the engine dials (GCC-3). */
  get reservesAgent(): boolean {
    return this.config.mode === 'progressive' && this.config.reserveAgent;
  }

  /** Nobody is on the line yet when an agent is chosen: there is time to call a phone on demand. */
  get callsPhonesFirst(): boolean {
    return this.reservesAgent || !this.dialsItself;
  }

  /** Nobody paces calls that agents dial. */
  observe(observation: PacingObservation): void {
    if (this.dialsItself) this.pace.observations.push(observation);
    const { type, atMs } = observation;
    if (type === 'connected' || type === 'abandoned') {
      this.account.answered(this.config.abandonWindow, atMs, type === 'abandoned');
    }
  }

  /** Of the legal window: the live answers, the abandoned calls, and the people whom detection lost. */
  figures(nowMs: number): AccountFigures {
    return this.account.figures(this.config.abandonWindow, nowMs);
  }

  /** What the pacer has learnt, for the engine after this one; null where it has learnt nothing since it was last asked. */
  stateToKeep(): { campaignId: CampaignId; state: PacerState } | null {
    const { state } = this.pace;
    if (state === null || state === this.#keptState) return null;
    this.#keptState = state;
    return { campaignId: this.id, state };
  }

  /** What an earlier engine's pacer learnt; its account is the store's, which also knows how that engine's calls ended. */
  inherit(learnt: unknown): void {
    if (this.pace.state === null) this.pace.state = inherited(learnt);
  }

  decided(decision: DecisionPicture): void {
    const { decisions } = this.pace;
    decisions.push(decision);
    if (decisions.length > 2 * DECISIONS_KEPT) decisions.splice(0, decisions.length - DECISIONS_KEPT);
  }

  lastDecisions(): readonly DecisionPicture[] {
    return this.pace.decisions.slice(-DECISIONS_KEPT);
  }
}
