/**
 * The beat of pacing: four decisions a second for every campaign, one batch for all of them, and one in between when an
 * agent is freed or somebody answers. At most one decision is outstanding for a campaign, so none is launched on twice.
 */
import { type Clock, every, type Timer } from '@outdial/shared';
import { explain, type PacerOptions, type PacingDecision, type PacingTask } from '../pacing/index.ts';
import type { PacingService } from '../workers/index.ts';
import type { CampaignRuntime } from './campaign.ts';
import { type Carrier, fairShares, type Share } from './fair-shares.ts';
import { snapshotOf } from './snapshot.ts';

export interface PaceParts {
  readonly clock: Clock;
  readonly pacing: PacingService;
  readonly campaigns: () => readonly CampaignRuntime[];
  /** Whether nothing new may be dialed for it now. */
  readonly held: (campaign: CampaignRuntime) => boolean;
  /** What is left of lines and rate, over all campaigns. */
  readonly carrier: () => Carrier;
  readonly launch: (campaign: CampaignRuntime, n: number) => void;
  readonly replenish: (campaign: CampaignRuntime) => void;
}

const TICK_MS = 250;
/** Events that fall within this long share a decision. */
const COALESCE_MS = 10;
/** Of many agents one more or less changes little: the gap between decisions grows by this for each, up to a tick. */
const GAP_PER_AGENT_MS = 0.5;
/** Weight of the last tick in the smoothed launch rate. */
const RATE_WEIGHT = 0.2;

export class PaceLoop {
  readonly #parts: PaceParts;
  readonly #tick: Timer;
  readonly #stirred = new Set<CampaignRuntime>();
  #soon: Timer | null = null;
  #turn = 0;
  #closed = false;
  decisionsMade = 0;

  constructor(parts: PaceParts) {
    this.#parts = parts;
    this.#tick = every(parts.clock, TICK_MS, () => this.#beat());
  }

  /** Something happened that may call for a launch: decide soon. */
  stir(campaign: CampaignRuntime): void {
    if (this.#closed || !campaign.dialsItself) return;
    const gapMs = Math.min(TICK_MS, GAP_PER_AGENT_MS * campaign.members.size);
    if (gapMs >= TICK_MS) return;
    this.#stirred.add(campaign);
    this.#soon ??= this.#parts.clock.after(COALESCE_MS, () => this.#decideStirred());
  }

  close(): void {
    this.#closed = true;
    this.#tick.cancel();
    this.#soon?.cancel();
  }

  #decideStirred(): void {
    this.#soon = null;
    const nowMs = this.#parts.clock.nowMs();
    const due: CampaignRuntime[] = [];
    for (const campaign of this.#stirred) {
      const gapMs = Math.min(TICK_MS, GAP_PER_AGENT_MS * campaign.members.size);
      if (nowMs - campaign.pace.lastDecisionMs < gapMs || campaign.pace.deciding) continue;
      this.#stirred.delete(campaign);
      due.push(campaign);
    }
    if (this.#stirred.size > 0) this.#soon = this.#parts.clock.after(COALESCE_MS, () => this.#decideStirred());
    this.#decide(due);
  }

  #beat(): void {
    const campaigns = this.#parts.campaigns();
    for (const campaign of campaigns) {
      const { pace } = campaign;
      pace.launchesPerSecond += RATE_WEIGHT * (pace.launched * (1_000 / TICK_MS) - pace.launchesPerSecond);
      pace.launched = 0;
      this.#parts.replenish(campaign);
    }
    // Campaigns that share agents take turns at being first.
    const first = campaigns.length === 0 ? 0 : this.#turn++ % campaigns.length;
    this.#decide([...campaigns.slice(first), ...campaigns.slice(0, first)]);
  }

  #decide(candidates: readonly CampaignRuntime[]): void {
    const asked = candidates.filter((campaign) => this.#wanted(campaign));
    if (asked.length === 0) return;
    const carrier = this.#parts.carrier();
    const shares = fairShares(this.#parts.campaigns(), carrier);
    const tasks = asked.map((campaign) => this.#task(campaign, shares.get(campaign) ?? carrier));
    this.#parts.pacing.decide(tasks, (results) => {
      if (this.#closed) return;
      for (const [index, campaign] of asked.entries()) {
        const result = results[index];
        campaign.pace.deciding = false;
        if (result === undefined) campaign.pace.observations.unshift(...(tasks[index]?.observations ?? []));
        else {
          campaign.pace.state = result.state;
          this.#carryOut(campaign, result.decision);
        }
      }
    });
  }

  /** A campaign without agents, calls and news has nothing to decide. */
  #wanted(campaign: CampaignRuntime): boolean {
    const { pace, members, calls, launches } = campaign;
    if (pace.deciding || !campaign.dialsItself) return false;
    return members.size > 0 || calls.size > 0 || launches.size > 0 || pace.observations.length > 0;
  }

  #task(campaign: CampaignRuntime, share: Share): PacingTask {
    const { clock, held } = this.#parts;
    const { pace } = campaign;
    const nowMs = clock.nowMs();
    const snapshot = snapshotOf(campaign, { nowMs, share, paused: held(campaign) });
    const { idle, reserved = 0, talkingMs, wrapUpMs } = snapshot.agents;
    const loggedIn = idle + reserved + talkingMs.length + wrapUpMs.length;
    if (loggedIn !== pace.loggedInTold) campaign.observe({ type: 'agents-changed', atMs: nowMs, loggedIn });
    pace.loggedInTold = loggedIn;
    const { observations } = pace;
    pace.observations = [];
    pace.deciding = true;
    pace.lastDecisionMs = nowMs;
    return { options: optionsOf(campaign, nowMs), state: pace.state, observations, snapshot };
  }

  #carryOut(campaign: CampaignRuntime, decision: PacingDecision): void {
    const { clock, launch, replenish, held } = this.#parts;
    this.decisionsMade += 1;
    const { rule, ...figures } = decision.reasons;
    campaign.decided({
      atMs: clock.nowMs(),
      launch: decision.launch,
      sentence: explain(decision),
      boundBy: rule,
      figures,
    });
    if (decision.launch > 0 && !held(campaign)) launch(campaign, decision.launch);
    replenish(campaign);
  }
}

function optionsOf(campaign: CampaignRuntime, nowMs: number): PacerOptions {
  const { mode, linesPerAgent, maxLinesPerAgent, abandonTarget, abandonWindow, connectWithinMs, ringTimeoutMs } =
    campaign.config;
  const { live, abandoned } = campaign.account.besidePacer(abandonWindow, nowMs);
  return {
    // GCC-3: without an agent kept for each call, progressive is paced on the forecast.
    mode: mode === 'power' || mode === 'predictive' ? mode : campaign.reservesAgent ? 'progressive' : 'predictive',
    linesPerAgent,
    maxLinesPerAgent,
    abandonTarget,
    abandonWindow,
    connectWithinMs,
    ringTimeoutMs,
    seed: campaign.pacerSeed,
    alreadyLive: live,
    alreadyAbandoned: abandoned,
  };
}
