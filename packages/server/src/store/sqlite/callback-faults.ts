/** Whether a callback can be called when it was asked for: its reasons if not (GW-18, GCC-2). */
import type { AgentId, CallbackReason } from '@outdial/shared';
import { IS_OPEN } from './callback-rows.ts';
import { eligibilityOf } from './contact-facts.ts';
import type { Database } from './database.ts';
import type { KnownCampaign } from './policy-book.ts';

export interface CallbackQuestion {
  /** Left out of the count of those that the agent holds; null: it is a new one. */
  key: number | null;
  contact: number;
  country: string;
  contactZone: string | null;
  number: string;
  dueAtMs: number;
  agentId: AgentId | null;
  tries: number;
}

export interface CallbackAnswer {
  reasons: CallbackReason[];
  /** The first instant from then on at which the rules allow it; null: none is known. */
  nextAtMs: number | null;
}

/** As if it were its time; a call that is under way now will be over by then. */
export function eligibleAt(db: Database, campaign: KnownCampaign, asked: CallbackQuestion, atMs: number) {
  const { contact, number, country, contactZone, tries } = asked;
  const callee = { contact, number, country, time_zone: contactZone, counted: tries, asked: true, later: true };
  return eligibilityOf(db, campaign, callee, atMs);
}

export function callbackFaults(
  db: Database,
  campaign: KnownCampaign,
  asked: CallbackQuestion,
  nowMs: number,
): CallbackAnswer {
  const reasons: CallbackReason[] = [];
  if (asked.dueAtMs <= nowMs) {
    const message = 'its time is in the past';
    return { reasons: [{ code: 'callback-in-the-past', message }], nextAtMs: null };
  }
  const most = campaign.rule.maxCallbacksPerAgent;
  if (most !== null && asked.agentId !== null) {
    const held = heldBy(db, asked.agentId, asked.key);
    if (held >= most) {
      const message = `the agent holds ${held} callbacks, and rule ${campaign.rule.name} allows ${most}: make it one for any agent`;
      reasons.push({ code: 'too-many-callbacks', message });
    }
  }
  const verdict = eligibleAt(db, campaign, asked, asked.dueAtMs);
  if (verdict.allowed) return { reasons, nextAtMs: null };
  reasons.push(...verdict.reasons.map(({ code, sentence }) => ({ code, message: sentence })));
  return { reasons, nextAtMs: verdict.nextAtMs };
}

const heldBy = (db: Database, agentId: AgentId, except: number | null): number =>
  db.get<{ n: number }>(
    `SELECT COUNT(*) AS n FROM callbacks WHERE agent_id = ? AND ${IS_OPEN} AND key <> ?`,
    agentId,
    except ?? -1,
  )?.n ?? 0;
