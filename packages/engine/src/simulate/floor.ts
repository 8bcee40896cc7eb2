/** A simulated floor: agents, calls and one pacer a campaign, as one event loop on virtual time. */
import { type Random, seededRandom } from '@outdial/shared';
import type { Pacer, PacingSnapshot } from '../pacing/index.ts';
import { sampler } from '../sim/distribution.ts';
import { drawsOf, fateOf } from './fate.ts';
import { EventHeap } from './heap.ts';
import { type CampaignDraws, enter, type FloorAgent, type FloorCall, type FloorCampaign, leave } from './lines.ts';
import type { SeedResult } from './result.ts';
import { type CallModel, callModels, laterModels, type Scenario } from './scenario.ts';
import { Tally } from './tally.ts';

/** One point of a run's course, for the chart. */
export interface Sample {
  readonly atS: number;
  readonly busy: number;
  readonly loggedIn: number;
  readonly inFlight: number;
  readonly live: number;
  readonly abandoned: number;
}

export interface FloorOptions {
  readonly scenario: Scenario;
  readonly seed: number;
  /** Makes the pacer of each campaign. */
  makePacer(model: CallModel, seed: number): Pacer;
  /** Decisions come this often (default 250). */
  readonly decideEveryMs?: number;
  /** Called once a simulated minute. */
  onSample?(sample: Sample): void;
}

type Happening =
  | { readonly type: 'tick' }
  | { readonly type: 'sample' }
  | { readonly type: 'call'; readonly call: FloorCall }
  | { readonly type: 'agent'; readonly agent: FloorAgent }
  | { readonly type: 'change'; readonly campaign: FloorCampaign; readonly draws: CampaignDraws }
  | { readonly type: 'break'; readonly agents: readonly FloorAgent[]; readonly begins: boolean };

export function runFloor(options: FloorOptions): SeedResult {
  return new Floor(options).run();
}

class Floor {
  readonly #options: FloorOptions;
  readonly #scenario: Scenario;
  readonly #heap = new EventHeap<Happening>();
  readonly #agents: FloorAgent[];
  readonly #campaigns: FloorCampaign[];
  readonly #idle: FloorAgent[] = [];
  readonly #waiting: FloorCall[] = [];
  readonly #random: Random;
  readonly #tally = new Tally();
  #nowMs = 0;
  #connectedCalls = 0;

  constructor(options: FloorOptions) {
    this.#options = options;
    this.#scenario = options.scenario;
    const root = seededRandom(options.seed);
    this.#random = root.stream('agents');
    this.#agents = makeAgents(options.scenario);
    this.#campaigns = callModels(options.scenario).map((model, i) => {
      const random = root.stream(`campaign-${i}`);
      const pacer = options.makePacer(model, options.seed);
      const campaign = { pacer, ringing: [], screening: [], draws: drawsOf(model, random), tokens: 1 };
      for (const { fromS, model: later } of laterModels(model)) {
        this.#heap.push(fromS * 1000, { type: 'change', campaign, draws: drawsOf(later, random) });
      }
      return campaign;
    });
  }

  run(): SeedResult {
    const endMs = this.#scenario.hours * 3_600_000;
    this.#idle.push(...this.#agents);
    for (const { pacer } of this.#campaigns) {
      pacer.observe({ type: 'agents-changed', atMs: 0, loggedIn: this.#agents.length });
    }
    this.#planBreaks();
    this.#heap.push(0, { type: 'tick' });
    if (this.#options.onSample !== undefined) this.#heap.push(0, { type: 'sample' });
    while (this.#heap.nextMs() <= endMs) {
      this.#nowMs = this.#heap.nextMs();
      const happening = this.#heap.pop();
      if (happening === undefined) break;
      this.#happen(happening);
    }
    this.#nowMs = endMs;
    return this.#finish();
  }

  #happen(happening: Happening): void {
    switch (happening.type) {
      case 'tick':
        this.#decide();
        this.#heap.push(this.#nowMs + (this.#options.decideEveryMs ?? 250), happening);
        return;
      case 'sample':
        this.#sample();
        this.#heap.push(this.#nowMs + 60_000, happening);
        return;
      case 'call':
        this.#callMoves(happening.call);
        return;
      case 'agent':
        this.#agentMoves(happening.agent);
        return;
      case 'change':
        happening.campaign.draws = happening.draws;
        return;
      case 'break':
        for (const agent of happening.agents) {
          if (happening.begins) this.#goAway(agent);
          else this.#comeBack(agent);
        }
    }
  }

  #planBreaks(): void {
    let next = 0;
    for (const { fromS, toS, agents } of this.#scenario.breaks) {
      const who = Array.from({ length: agents }, (_, i) => this.#agents[(next + i) % this.#agents.length]);
      next += agents;
      const present = who.filter((agent) => agent !== undefined);
      this.#heap.push(fromS * 1000, { type: 'break', agents: present, begins: true });
      this.#heap.push(toS * 1000, { type: 'break', agents: present, begins: false });
    }
  }

  #snapshot(campaign: FloorCampaign): PacingSnapshot {
    const now = this.#nowMs;
    const talkingMs: number[] = [];
    const talking: { agentId: string; elapsedMs: number }[] = [];
    const wrapUpMs: number[] = [];
    for (const agent of this.#agents) {
      if (agent.state === 'talking') {
        talkingMs.push(now - agent.sinceMs);
        talking.push({ agentId: agent.id, elapsedMs: now - agent.sinceMs });
      } else if (agent.state === 'wrap-up') wrapUpMs.push(now - agent.sinceMs);
    }
    const waitingMs: number[] = [];
    for (const call of this.#waiting) if (call.campaign === campaign) waitingMs.push(now - call.sinceMs);
    const { maxLines, callsPerSecond } = this.#scenario;
    const share = this.#campaigns.length > 1 ? { agentShare: 1 / this.#campaigns.length } : {};
    const lines = maxLines === undefined ? {} : { freeLines: Math.max(0, maxLines - this.#linesInUse()) };
    const rate = callsPerSecond === undefined ? {} : { callsPerSecond: callsPerSecond / this.#campaigns.length };
    return {
      nowMs: now,
      agents: { idle: this.#idle.length, talkingMs, talking, wrapUpMs },
      calls: {
        ringingMs: campaign.ringing.map((call) => now - call.launchedMs),
        screeningMs: campaign.screening.map((call) => now - call.sinceMs),
        waitingMs,
      },
      limits: { ...share, ...lines, ...rate },
    };
  }

  #linesInUse(): number {
    let lines = this.#waiting.length + this.#connectedCalls;
    for (const campaign of this.#campaigns) lines += campaign.ringing.length + campaign.screening.length;
    return lines;
  }

  #decide(): void {
    for (const campaign of this.#campaigns) {
      const { launch } = campaign.pacer.decide(this.#snapshot(campaign));
      const allowed = Math.min(launch, this.#roomFor(campaign));
      for (let i = 0; i < allowed; i++) this.#launch(campaign);
    }
  }

  /** The trunk's own caps hold whatever a policy says. */
  #roomFor(campaign: FloorCampaign): number {
    const { maxLines, callsPerSecond } = this.#scenario;
    const lines = maxLines === undefined ? Number.POSITIVE_INFINITY : Math.max(0, maxLines - this.#linesInUse());
    if (callsPerSecond === undefined) return lines;
    const rate = callsPerSecond / this.#campaigns.length;
    const earned = (rate * (this.#options.decideEveryMs ?? 250)) / 1000;
    campaign.tokens = Math.min(Math.max(1, rate), campaign.tokens + earned);
    const whole = Math.min(lines, Math.floor(campaign.tokens));
    return whole;
  }

  #launch(campaign: FloorCampaign): void {
    const fate = fateOf(campaign.draws, this.#nowMs);
    const call: FloorCall = {
      campaign,
      launchedMs: this.#nowMs,
      ending: fate.ending,
      stage: 'ringing',
      sinceMs: this.#nowMs,
      place: 0,
    };
    campaign.tokens -= 1;
    this.#tally.dials += 1;
    enter(campaign.ringing, call);
    this.#heap.push(this.#nowMs + fate.ringMs, { type: 'call', call });
  }

  #callMoves(call: FloorCall): void {
    switch (call.stage) {
      case 'ringing':
        this.#ringingEnds(call);
        return;
      case 'screening':
        leave(call.campaign.screening, call);
        this.#screened(call, this.#nowMs - call.sinceMs);
        return;
      case 'waiting':
        this.#waiting.splice(this.#waiting.indexOf(call), 1);
        call.stage = 'gone';
        this.#observe(call.campaign, { type: 'abandoned', waitMs: this.#nowMs - call.sinceMs });
        this.#tally.countLive(this.#nowMs, true);
        return;
      case 'gone':
    }
  }

  #ringingEnds(call: FloorCall): void {
    const { campaign, ending } = call;
    leave(campaign.ringing, call);
    const ringMs = this.#nowMs - call.launchedMs;
    if (ending === 'failed' || ending === 'no-answer') {
      call.stage = 'gone';
      this.#observe(campaign, { type: 'unanswered', ringMs, outcome: ending });
      return;
    }
    this.#observe(campaign, { type: 'answered', ringMs });
    call.sinceMs = this.#nowMs;
    if (campaign.draws.screening === null) {
      this.#screened(call, 0);
      return;
    }
    call.stage = 'screening';
    enter(campaign.screening, call);
    this.#heap.push(this.#nowMs + campaign.draws.screening(campaign.draws.random), { type: 'call', call });
  }

  /** A live person may be lost in screening (taken for a machine); a machine may leak through as a person. */
  #screened(call: FloorCall, screeningMs: number): void {
    const { draws } = call.campaign;
    const screens = draws.screening !== null;
    const lost = screens && call.ending === 'live' && draws.random.chance(draws.screeningLoss);
    const caught = screens && call.ending === 'machine' && !draws.random.chance(draws.machineLeak);
    this.#observe(call.campaign, { type: 'screened', screeningMs, verdict: lost || caught ? 'machine' : 'live' });
    call.stage = 'gone';
    if (lost || caught) return;
    call.sinceMs = this.#nowMs;
    const agent = this.#idle.shift();
    if (agent !== undefined) {
      this.#connect(call, agent);
      return;
    }
    call.stage = 'waiting';
    this.#waiting.push(call);
    this.#heap.push(this.#nowMs + draws.patience(draws.random), { type: 'call', call });
  }

  #connect(call: FloorCall, agent: FloorAgent): void {
    call.stage = 'gone';
    this.#observe(call.campaign, { type: 'connected', waitMs: this.#nowMs - call.sinceMs, agentId: agent.id });
    this.#tally.countLive(this.#nowMs, false);
    this.#connectedCalls += 1;
    this.#turn(agent, 'talking');
    agent.campaign = call.campaign;
    const draw = agent.drawTalk ?? call.campaign.draws.talk;
    this.#heap.push(this.#nowMs + draw(this.#random), { type: 'agent', agent });
  }

  #agentMoves(agent: FloorAgent): void {
    const { campaign } = agent;
    if (campaign === null) return;
    if (agent.state === 'talking') {
      const talkMs = this.#nowMs - agent.sinceMs;
      this.#connectedCalls -= 1;
      this.#observeAll({ type: 'talk-ended', talkMs, agentId: agent.id });
      this.#turn(agent, 'wrap-up');
      const draw = agent.drawWrapUp ?? campaign.draws.wrapUp;
      this.#heap.push(this.#nowMs + draw(this.#random), { type: 'agent', agent });
      return;
    }
    this.#observeAll({ type: 'wrap-up-ended', wrapUpMs: this.#nowMs - agent.sinceMs, agentId: agent.id });
    agent.campaign = null;
    if (agent.leaving) this.#goAway(agent);
    else this.#becomeIdle(agent);
  }

  #becomeIdle(agent: FloorAgent): void {
    this.#turn(agent, 'idle');
    const call = this.#waiting.shift();
    if (call === undefined) this.#idle.push(agent);
    else this.#connect(call, agent);
  }

  /** On a break an agent finishes the call (and its wrap-up) first. */
  #goAway(agent: FloorAgent): void {
    if (agent.state === 'away') return;
    agent.leaving = agent.campaign !== null;
    if (agent.leaving) return;
    const place = this.#idle.indexOf(agent);
    if (place >= 0) this.#idle.splice(place, 1);
    this.#turn(agent, 'away');
    agent.loggedInMs += this.#nowMs - agent.loggedInSinceMs;
    this.#agentsChanged();
  }

  #comeBack(agent: FloorAgent): void {
    agent.leaving = false;
    if (agent.state !== 'away') return;
    agent.loggedInSinceMs = this.#nowMs;
    this.#becomeIdle(agent);
    this.#agentsChanged();
  }

  #agentsChanged(): void {
    const loggedIn = this.#agents.filter((agent) => agent.state !== 'away').length;
    this.#observeAll({ type: 'agents-changed', loggedIn });
  }

  #turn(agent: FloorAgent, state: FloorAgent['state']): void {
    const spent = this.#nowMs - agent.sinceMs;
    if (agent.state === 'talking') this.#tally.talkMs += spent;
    if (agent.state === 'talking' || agent.state === 'wrap-up') this.#tally.busyMs += spent;
    agent.state = state;
    agent.sinceMs = this.#nowMs;
  }

  #observe(campaign: FloorCampaign, observation: Told): void {
    campaign.pacer.observe({ ...observation, atMs: this.#nowMs });
  }

  #observeAll(observation: Told): void {
    for (const campaign of this.#campaigns) this.#observe(campaign, observation);
  }

  #sample(): void {
    let inFlight = 0;
    for (const campaign of this.#campaigns) inFlight += campaign.ringing.length + campaign.screening.length;
    const loggedIn = this.#agents.filter((agent) => agent.state !== 'away').length;
    this.#options.onSample?.({
      atS: this.#nowMs / 1000,
      busy: loggedIn - this.#idle.length,
      loggedIn,
      inFlight,
      live: this.#tally.live,
      abandoned: this.#tally.abandoned,
    });
  }

  /** Talk is cut at the end. */
  #finish(): SeedResult {
    let loggedInMs = 0;
    for (const agent of this.#agents) {
      if (agent.state !== 'away') agent.loggedInMs += this.#nowMs - agent.loggedInSinceMs;
      loggedInMs += agent.loggedInMs;
      this.#turn(agent, agent.state);
    }
    return this.#tally.result(this.#options.seed, this.#agents.length, this.#scenario.hours, loggedInMs);
  }
}

type Told = Parameters<Pacer['observe']>[0] extends infer O ? (O extends unknown ? Omit<O, 'atMs'> : never) : never;

function makeAgents(scenario: Scenario): FloorAgent[] {
  const agents: FloorAgent[] = [];
  const add = (count: number, drawTalk: FloorAgent['drawTalk'], drawWrapUp: FloorAgent['drawWrapUp']): void => {
    for (let i = 0; i < count; i++) {
      agents.push({
        id: `agent-${agents.length + 1}`,
        drawTalk,
        drawWrapUp,
        state: 'idle',
        sinceMs: 0,
        campaign: null,
        leaving: false,
        loggedInMs: 0,
        loggedInSinceMs: 0,
      });
    }
  };
  for (const group of scenario.groups) {
    add(
      group.agents,
      group.talkMs === undefined ? null : sampler(group.talkMs),
      group.wrapUpMs === undefined ? null : sampler(group.wrapUpMs),
    );
  }
  add(scenario.agents - agents.length, null, null);
  return agents;
}
