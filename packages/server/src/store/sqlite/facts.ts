/** Facts, each applied once and in order (DESIGN, decision 2). */
import {
  type EngineEpoch,
  effectOf,
  type Fact,
  isSystemCode,
  MACHINE_CODES,
  systemCodeOf,
  type WrapUpEffect,
} from '@outdial/shared';
import { StoreFailedError } from '../errors.ts';
import type { AppliedFacts } from '../port.ts';
import { applyCallFact } from './call-facts.ts';
import { asStoreError, type Database } from './database.ts';
import { decline } from './declined.ts';
import type { Operations } from './operations.ts';
import { optOut } from './opt-out.ts';
import type { PolicyBook } from './policy-book.ts';
import { addPresence } from './presence.ts';
import { settle } from './settle.ts';

const ms = (value: number): number => Math.round(value);

export function factOperations(db: Database, policies: PolicyBook): Pick<Operations, 'applyFacts'> {
  return {
    applyFacts({ epoch, facts, nowMs }) {
      const known = db.get<{ last_seq: number | null; closed_at: number | null }>(
        'SELECT last_seq, closed_at FROM epochs WHERE epoch = ?',
        epoch,
      );
      let last = known?.last_seq ?? null;
      // A closed engine's attempts are closed: whatever it still says comes too late.
      const passedOver: AppliedFacts['passedOver'] = [];
      if (known !== null && known.closed_at !== null) {
        return { ackedSeq: facts.at(-1)?.seq ?? last, applied: 0, passedOver };
      }
      let applied = 0;
      for (const fact of facts) {
        if (last !== null && fact.seq <= last) continue;
        if (last !== null && fact.seq > last + 1) break;
        const reason = applyGuarded(db, policies, fact, { nowMs, epoch });
        if (reason !== null) passedOver.push({ seq: fact.seq, reason });
        last = fact.seq;
        applied += 1;
      }
      const sql =
        'INSERT INTO epochs (epoch, last_seq) VALUES (?, ?) ON CONFLICT DO UPDATE SET last_seq = excluded.last_seq';
      if (applied > 0) db.run(sql, epoch, last);
      return { ackedSeq: last, applied, passedOver };
    },
  };
}

interface When {
  nowMs: number;
  epoch: EngineEpoch;
}

/** Null, or why the fact cannot be applied; a store that fails throws, and nothing of the batch was done. */
function applyGuarded(db: Database, policies: PolicyBook, fact: Fact, when: When): string | null {
  db.exec('SAVEPOINT fact');
  try {
    apply(db, policies, fact, when);
    db.exec('RELEASE fact');
    return null;
  } catch (error) {
    const known = asStoreError(error, `fact ${fact.seq}`);
    if (known instanceof StoreFailedError && known.failure !== 'fault') throw error;
    db.exec('ROLLBACK TO fact; RELEASE fact');
    return known.message;
  }
}

function apply(db: Database, policies: PolicyBook, fact: Fact, { nowMs, epoch }: When): void {
  const at = ms(fact.atMs);
  switch (fact.type) {
    case 'answered':
      db.run(
        "UPDATE attempts SET answered_at = ?, ring_ms = ? WHERE id = ? AND state = 'under-way'",
        at,
        fact.ringMs,
        fact.attemptId,
      );
      return;
    case 'screened':
      db.run(
        'UPDATE attempts SET verdict = ?, screening_ms = ?, confidence = ?, verdict_reasons = ?, frames = ? WHERE id = ?',
        fact.verdict,
        fact.screeningMs,
        fact.confidence,
        JSON.stringify(fact.reasons),
        ms(fact.frames),
        fact.attemptId,
      );
      return;
    case 'connected':
      db.run(
        `UPDATE attempts SET connected_at = ?, agent_id = ?, interaction_id = ?, wait_ms = ?,
          answered_at = COALESCE(answered_at, ?) WHERE id = ? AND state = 'under-way'`,
        at,
        fact.agentId,
        fact.interactionId,
        fact.waitMs,
        at,
        fact.attemptId,
      );
      return;
    case 'ended':
      end(db, policies, fact, nowMs);
      return;
    case 'opted-out':
      optOut(db, policies, fact, at);
      return;
    case 'wrapped-up':
      wrapUp(db, policies, fact, nowMs);
      return;
    case 'declined':
      decline(db, policies, fact, nowMs);
      return;
    case 'agent':
      addPresence(db, fact.agentId, at, fact.presence.kind, reasonOf(fact.presence), JSON.stringify(fact.joined));
      return;
    default:
      applyCallFact(db, fact, at, epoch);
  }
}

const reasonOf = (presence: Extract<Fact, { type: 'agent' }>['presence']): string | null =>
  presence.kind === 'not-ready' ? presence.reason : null;

const CAMPAIGN_OF = 'SELECT campaign AS key FROM attempts WHERE id = ?';

function end(db: Database, policies: PolicyBook, fact: Extract<Fact, { type: 'ended' }>, nowMs: number): void {
  const live = fact.outcome === 'live';
  const { message } = fact;
  const code = systemCodeOf(fact.outcome, message?.purpose === 'voicemail' && message.startedAfterMs !== null);
  const campaign = code === null ? null : db.get<{ key: number }>(CAMPAIGN_OF, fact.attemptId);
  const effect = campaign === null ? null : codeIn(policies, campaign.key, code).effect;
  const closed = db.run(
    `UPDATE attempts SET state = 'closed', ended_at = ?, outcome = ?, live_end = ?, ended_by = ?, detail = ?, talk_ms = ?,
      wait_ms = COALESCE(?, wait_ms), message_id = ?, message_purpose = ?, message_started_ms = ?, message_completed = ?,
      effect = CASE WHEN opted_out IS NULL AND wrap_up_code IS NULL THEN ? ELSE effect END, wrap_up_code = COALESCE(wrap_up_code, ?), answered_at = CASE WHEN ? THEN COALESCE(answered_at, ?) ELSE answered_at END
      WHERE id = ? AND state = 'under-way'`,
    ms(fact.atMs),
    fact.outcome,
    live ? fact.liveEnd : null,
    fact.endedBy,
    fact.detail,
    fact.talkMs,
    fact.waitMs,
    message?.messageId ?? null,
    message?.purpose ?? null,
    message?.startedAfterMs ?? null,
    message === undefined ? null : Number(message.completed),
    effect,
    code,
    live ? 1 : 0,
    ms(fact.atMs),
    fact.attemptId,
  );
  if (closed === 1) settle(db, policies, fact.attemptId, { nowMs, closing: true });
}

/** The code may come before the end of the call or after it, and from the engine that took the place of a lost one. */
function wrapUp(db: Database, policies: PolicyBook, fact: Extract<Fact, { type: 'wrapped-up' }>, nowMs: number): void {
  const attempt = db.get<{
    campaign: number;
    state: string;
    agent_id: string | null;
    code: string | null;
    to: string | null;
    number: string;
    opted_out: string | null;
  }>(
    'SELECT campaign, state, agent_id, wrap_up_code AS code, transferred_to AS "to", number, opted_out FROM attempts WHERE id = ?',
    fact.attemptId,
  );
  // Done: what was scheduled on it may be called from now on.
  db.run('UPDATE callbacks SET in_hand = 0 WHERE interaction_id = ?', fact.interactionId);
  if (attempt === null) return;
  // Of two agents who had the contact, the one who had them last has the last word.
  if (attempt.to !== null && attempt.code !== null && attempt.agent_id !== fact.agentId) return;
  // Where the agent has no word for it, the system's stands.
  const kept = attempt.code !== null && isSystemCode(attempt.code) ? attempt.code : null;
  const code = fact.code ?? kept;
  const said = codeIn(policies, attempt.campaign, code);
  // What the person said by key goes before what the agent says of them.
  const effect = attempt.opted_out === null ? said.effect : 'do-not-call';
  const { refusal } = said;
  const refused = refusal || effect === 'do-not-call' ? 1 : 0;
  // Erased while their agent was still at it: the figures stay, of nobody.
  const erased = attempt.number === '';
  db.run(
    'UPDATE attempts SET wrap_up_code = ?, effect = ?, refused = ?, notes = ?, wrap_up_ms = ?, agent_id = COALESCE(agent_id, ?) WHERE id = ?',
    code,
    effect,
    refused,
    erased ? null : fact.notes,
    fact.wrapUpMs,
    fact.agentId,
    fact.attemptId,
  );
  // An agent who heard it says that nobody was there: it was no live answer, and must not thin the abandoned ones.
  let saidMachine = false;
  if (fact.code !== null && MACHINE_CODES.has(fact.code)) {
    const sql = "UPDATE attempts SET outcome = 'answering-machine', live_end = NULL WHERE id = ? AND outcome = 'live'";
    saidMachine = db.run(sql, fact.attemptId) === 1;
  }
  if (!erased && attempt.state === 'closed' && (effect !== null || saidMachine)) {
    settle(db, policies, fact.attemptId, { nowMs, closing: false });
  }
}

/** WX-9: what the code does in the campaign, and whether the person refused by it; one that it does not have does nothing. */
function codeIn(
  policies: PolicyBook,
  campaign: number,
  code: string | null,
): { effect: WrapUpEffect | null; refusal: boolean } {
  const known = policies.ofKey(campaign)?.campaign.wrapUpCodes.find((one) => one.code === code);
  if (known === undefined) return { effect: null, refusal: false };
  return { effect: effectOf(known), refusal: known.refusal === true };
}
