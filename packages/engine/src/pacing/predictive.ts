/** The forecasting mode: launch the next call while the risk that it finds nobody stays under what the budget allows. */
import { type AnswerModel, Answers } from './answers.ts';
import type { AgentFactors } from './estimators/agent-factor.ts';
import { answerRatioBelief, ratioAfterJump } from './estimators/answer-ratio.ts';
import { cumulativeHazard, DURATION_BINS, TALK_PRIOR, WRAP_UP_PRIOR } from './estimators/duration.ts';
import type { RingCurves } from './estimators/ring-times.ts';
import { liveShare } from './estimators/screening.ts';
import type { EstimatorState } from './estimators/state.ts';
import { FreeAgents } from './free-agents.ts';
import { GRID_CELLS, momentMs } from './grid.ts';
import type { PacerSettings } from './options.ts';
import { Shortage, type Standing } from './shortage.ts';
import { Stress } from './stress.ts';
import type { PacingSnapshot } from './types.ts';

/** What the forecast says; the launch is before caps. */
export interface Forecast {
  readonly launch: number;
  readonly risk: number;
  /** The risk up to which a call was worth launching, after the launch. */
  readonly riskAllowed: number;
  /** How many would find nobody if the answer ratio had just jumped, after the launch. */
  readonly stress: number;
  readonly expectedFreeAgents: number;
  readonly expectedAnswers: number;
}

/** Most calls that one decision adds above the floor. */
const MOST_AT_ONCE = 64;

/** Holds the room that forecasts are computed in, and nothing from one decision to the next. */
export class PredictiveMode {
  readonly #free = new FreeAgents();
  readonly #answers = new Answers();
  readonly #cases: readonly Shortage[] = [new Shortage(), new Shortage()];
  readonly #stress = new Stress();
  readonly #leaving = new Float64Array(GRID_CELLS);
  readonly #talkHazard = new Float64Array(DURATION_BINS + 1);
  readonly #wrapUpHazard = new Float64Array(DURATION_BINS + 1);

  decide(
    estimators: EstimatorState,
    agents: AgentFactors,
    settings: PacerSettings,
    curves: RingCurves,
    snapshot: PacingSnapshot,
    riskAt: (stress: number) => number,
    floor: number,
  ): Forecast {
    const { unit } = settings;
    const belief = answerRatioBelief(estimators.answerRatio);
    const model: AnswerModel = {
      ...curves,
      screeningMs: estimators.screening.meanMs,
      liveShare: liveShare(estimators.screening),
    };
    this.#forecastAgents(estimators, agents, snapshot, unit, settings.connectWithinMs / unit);
    this.#answers.forecast(model, snapshot.calls.ringingMs, snapshot.calls.screeningMs, unit);
    const standing = this.#standing(snapshot, settings);
    const { weights } = this.#answers;
    for (const [i, { ratio }] of belief.cases.entries()) {
      this.#answers.suppose(model, ratio);
      this.#cases[i]?.agents(this.#free, standing, this.#answers.calls, weights);
      this.#cases[i]?.calls(this.#answers);
    }
    this.#answers.suppose(model, ratioAfterJump(estimators.answerRatio, belief.mean));
    this.#stress.begin(this.#free, this.#answers, standing);
    const cases = this.#cases.slice(0, belief.cases.length);
    const risk = (): number =>
      cases.reduce((sum, short, i) => sum + (belief.cases[i]?.weight ?? 0) * short.average(weights), 0);

    let launch = 0;
    const launchOne = (): void => {
      for (const short of cases) short.launch();
      this.#stress.launch();
      launch += 1;
    };
    while (launch < floor) launchOne();
    let next = risk();
    while (launch < floor + MOST_AT_ONCE && next < riskAt(this.#stress.shortage())) {
      launchOne();
      next = risk();
    }
    this.#answers.suppose(model, belief.mean);
    const stress = this.#stress.shortage();
    return { launch, risk: next, riskAllowed: riskAt(stress), stress, ...this.#expectations(standing, launch) };
  }

  #forecastAgents(
    estimators: EstimatorState,
    agents: AgentFactors,
    snapshot: PacingSnapshot,
    unit: number,
    graceMs: number,
  ): void {
    const { talking } = snapshot.agents;
    const talkingMs = (talking?.map((agent) => agent.elapsedMs) ?? snapshot.agents.talkingMs).map((ms) => ms / unit);
    const wrapUpMs = snapshot.agents.wrapUpMs.map((ms) => ms / unit);
    const factors = talking?.map((agent) => agents.of(agent.agentId)) ?? [];
    cumulativeHazard(estimators.talk, TALK_PRIOR, talkingMs, this.#talkHazard);
    cumulativeHazard(estimators.wrapUp, WRAP_UP_PRIOR, wrapUpMs, this.#wrapUpHazard);
    this.#free.forecast({ talkingMs, wrapUpMs, factors }, this.#talkHazard, this.#wrapUpHazard, graceMs);
  }

  #standing(snapshot: PacingSnapshot, settings: PacerSettings): Standing {
    const leaving = this.#leaving.fill(0);
    for (const { inMs } of snapshot.agents.departures ?? []) {
      for (let k = 0; k < GRID_CELLS; k++) {
        if (inMs <= momentMs(k) * settings.unit + settings.connectWithinMs) leaving[k] = (leaving[k] ?? 0) + 1;
      }
    }
    return {
      idle: snapshot.agents.idle + (snapshot.agents.reserved ?? 0),
      share: Math.max(0, Math.min(1, snapshot.limits?.agentShare ?? 1)),
      waiting: snapshot.calls.waitingMs.length,
      leaving,
    };
  }

  /** Free agents and answers at the moment by which half of the answers of a call launched now have come. */
  #expectations(standing: Standing, launch: number): { expectedFreeAgents: number; expectedAnswers: number } {
    let cell = 0;
    let mass = this.#answers.weights[0] ?? 0;
    while (mass < 0.5 && cell < GRID_CELLS - 1) {
      cell += 1;
      mass += this.#answers.weights[cell] ?? 0;
    }
    return {
      expectedFreeAgents: (standing.idle + this.#free.expected(cell)) * standing.share,
      expectedAnswers: standing.waiting + this.#answers.expected(cell, launch),
    };
  }
}
