/** GCC-4: whether the attempt that an agent wants to make again by hand may be, from what the store knows of it. */
import type { AttemptState, Intent, LiveEnd, Outcome } from '@outdial/shared';
import { mayRedial } from '../../rules/redial.ts';
import type { Database } from './database.ts';
import { otherNumbers } from './numbers.ts';
import type { KnownCampaign } from './policy-book.ts';

interface Place {
  contact: number;
  status: string;
  number: string;
  last_attempt: string | null;
}

interface Before {
  state: AttemptState;
  agent_id: string | null;
  outcome: Outcome | null;
  live_end: LiveEnd | null;
}

/** A chain of redials is not followed further than any rule allows. */
const LONGEST_CHAIN = 100;
const CHAIN = `WITH RECURSIVE chain (id, before, n) AS (
    SELECT id, redial_of, 0 FROM attempts WHERE id = ?
    UNION ALL SELECT attempts.id, redial_of, n + 1 FROM attempts JOIN chain ON attempts.id = before WHERE n < ${LONGEST_CHAIN})
  SELECT MAX(n) AS n FROM chain`;

/** A code and a sentence, or null where it may be dialed as far as redialing goes. */
export function redialFault(db: Database, campaign: KnownCampaign, place: Place, intent: Intent): string | null {
  const { redialOf = null, agentId, number } = intent;
  const before = db.get<Before>('SELECT state, agent_id, outcome, live_end FROM attempts WHERE id = ?', redialOf);
  if (before === null || before.agent_id !== agentId) return 'not-redialable: this was no attempt of this agent';
  if (place.last_attempt !== redialOf || place.status === 'leased') {
    return 'called-since: the contact has been handed out again meanwhile';
  }
  if (number !== place.number && !otherNumbers(db, place.contact, place.number).includes(number)) {
    return 'number-not-leased: this is none of the contact’s numbers';
  }
  const { outcome, live_end: liveEnd } = before;
  const last = before.state === 'closed' && outcome !== null ? { outcome, liveEnd } : null;
  const redials = db.get<{ n: number }>(CHAIN, redialOf)?.n ?? 0;
  const answer = mayRedial({ last, redials }, campaign.rule);
  return answer.allowed ? null : `${answer.code}: ${answer.sentence}`;
}
