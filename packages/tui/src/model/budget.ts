/** The abandonment budget of a campaign: what is left of it before the cap, or what it takes to come back under it. */
import type { CampaignPicture } from '@outdial/shared';
import { spentRatio } from './campaign-figures.ts';

export interface Budget {
  readonly ratio: number;
  /** People lost to detection, estimated: they use the budget too. */
  readonly lostRatio: number;
  readonly target: number;
  /** Share of the cap that is used, 1 at the cap. */
  readonly used: number;
  /** Calls that may still be abandoned before the cap; 0 when over it. */
  readonly callsLeft: number;
  /** Live answers without an abandoned one that bring it back under the cap; 0 when under it. */
  readonly answersToRecover: number;
  /** How long those take at the present rate of live answers; null when not over, or when nobody answers. */
  readonly recoverMs: number | null;
}

/**
 * From the share in the legal window (a) and the live answers (n): x more abandoned calls are allowed while
 * (a·n + x) / (n + x) ≤ cap, and over the cap n' = a·n / cap − n live answers bring it back.
 */
export function budgetOf(campaign: CampaignPicture, livePerMinute: number | null): Budget {
  const { abandonRatio: ratio, abandonTarget: target } = campaign;
  const live = campaign.totals.live;
  const abandoned = ratio * live + campaign.lost.people;
  // The engine knows the whole window; the totals are those of its own run.
  const room = campaign.lastDecision?.figures.budgetLeft ?? (target * live - abandoned) / (1 - target);
  const callsLeft = target >= 1 ? Infinity : Math.max(0, Math.floor(room + 1e-9));
  const spent = spentRatio(campaign);
  const over = spent > target;
  const told = campaign.lastDecision?.figures.budgetLeft;
  const missing = told === undefined ? abandoned / target - live : Math.max(0, -told) / target;
  const answersToRecover = over && target > 0 ? Math.ceil(missing) : 0;
  return {
    ratio,
    lostRatio: campaign.lost.ratio,
    target,
    used: target > 0 ? spent / target : spent > 0 ? Infinity : 0,
    callsLeft: over ? 0 : callsLeft,
    answersToRecover,
    recoverMs: over && livePerMinute !== null && livePerMinute > 0 ? (answersToRecover / livePerMinute) * 60_000 : null,
  };
}
