/**
 * A pacer's state from an engine that is gone: what it learnt of answer ratios, ringing and talk still holds. Its account does
 * not: the store has counted the same calls, and knows how those that were under way ended. Of the budget the steering stays.
 */
import { createPacer, type PacerState } from '../pacing/index.ts';

/** Null where it is none that this version can go on from: the campaign then starts from the priors. */
export function inherited(learnt: unknown): PacerState | null {
  if (!isState(learnt)) return null;
  const state: PacerState = {
    ...learnt,
    estimators: { ...learnt.estimators, endedRings: [] },
    budget: { ...learnt.budget, slots: [], lastLiveMs: null },
    rateTokens: 0,
    lastDecisionMs: null,
  };
  return goesOn(state) ? state : null;
}

function isState(learnt: unknown): learnt is PacerState {
  const state = learnt as Partial<PacerState> | null;
  return (
    typeof state === 'object' &&
    state !== null &&
    state.version === createPacer({ mode: 'progressive' }).state().version &&
    typeof state.estimators === 'object' &&
    typeof state.budget === 'object'
  );
}

/** A state of another shape than this version's makes a decision that is no number, or none at all. */
function goesOn(state: PacerState): boolean {
  try {
    const { launch, reasons } = createPacer({ mode: 'predictive' }, state).decide({
      nowMs: 0,
      agents: { idle: 1, talkingMs: [1_000], wrapUpMs: [1_000] },
      calls: { ringingMs: [1_000], screeningMs: [], waitingMs: [] },
    });
    return Number.isInteger(launch) && Number.isFinite(reasons.risk) && Number.isFinite(reasons.answerRatio);
  } catch {
    return false;
  }
}
