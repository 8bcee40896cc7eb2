/** GCC-2: personal callbacks whose agent is not there, in campaigns that leave them to supervisors: each is told once. */
import type { CallbackStore, StoredCallback } from '../port.ts';
import { fallDue, hasWaited } from './callback-leases.ts';
import { CALLBACK, type CallbackRow, IN_HAND_AT_MOST_MS, stored } from './callback-rows.ts';
import type { Database } from './database.ts';
import type { PolicyBook } from './policy-book.ts';

type Request = Parameters<CallbackStore['callbacksWithoutAgent']>[0];

const WAITING = `${CALLBACK} WHERE callbacks.campaign = ? AND callbacks.state = 'due' AND callbacks.agent_id IS NOT NULL
  AND callbacks.supervisors_told_at = 0 AND callbacks.not_before <= ? AND (callbacks.in_hand = 0 OR callbacks.due_at <= ?)
  ORDER BY callbacks.due_at, callbacks.key`;

export function callbacksWithoutAgent(db: Database, policies: PolicyBook, { here, nowMs }: Request): StoredCallback[] {
  return here.flatMap(({ campaignId, agentIds }) => {
    const known = policies.of(campaignId);
    if (known.state !== 'running' || known.campaign.callbackAgentAway !== 'supervisor') return [];
    // A campaign that nobody works asks for nothing, and so nothing falls due by itself.
    fallDue(db, known.key, nowMs);
    const rows = db.all<CallbackRow>(WAITING, known.key, nowMs, nowMs - IN_HAND_AT_MOST_MS);
    const untold = rows.filter(
      (row) => row.agent_id !== null && !agentIds.includes(row.agent_id) && hasWaited(row, known.campaign, nowMs),
    );
    return untold.map((row) => {
      const toldAtMs = Math.max(1, Math.round(nowMs));
      db.run('UPDATE callbacks SET supervisors_told_at = ? WHERE key = ?', toldAtMs, row.key);
      return stored({ ...row, supervisors_told_at: toldAtMs }, policies, nowMs);
    });
  });
}
