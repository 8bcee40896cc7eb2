/** Attempts and presence as they are looked at afterwards, in SQLite. */
import {
  type AgentId,
  type Attempt,
  type AttemptId,
  type CampaignHistory,
  type CampaignId,
  MACHINE_CODES,
  NO_MACHINE_VERDICTS,
  type Outcome,
  type PlayedMessage,
} from '@outdial/shared';
import type { CampaignFigures, PresenceEntry } from '../port.ts';
import { contactIdOf, contactKeyOf } from './contacts.ts';
import type { Database } from './database.ts';
import type { Operations } from './operations.ts';

interface MessageColumns {
  messageId: PlayedMessage['messageId'] | null;
  purpose: PlayedMessage['purpose'];
  startedAfterMs: number | null;
  completed: number;
  optedOutKey: string | null;
}
export type AttemptRow = Omit<Attempt, 'contactId' | 'message'> & { contact: number } & MessageColumns;

export const ATTEMPT = `SELECT attempts.id AS attemptId, campaigns.id AS campaignId, attempts.contact, COALESCE(contacts.name, '') AS contactName,
    attempts.number, caller_id AS callerId, agent_id AS agentId, attempts.state, intent_at AS intentAtMs,
    answered_at AS answeredAtMs, connected_at AS connectedAtMs, ended_at AS endedAtMs, outcome, live_end AS liveEnd,
    ended_by AS endedBy, verdict, talk_ms AS talkMs, wrap_up_code AS wrapUpCode, notes, detail, transferred_to AS transferredTo,
    message_id AS messageId, message_purpose AS purpose, message_started_ms AS startedAfterMs, message_completed AS completed,
    opted_out AS optedOutKey
  FROM attempts JOIN campaigns ON campaigns.key = attempts.campaign LEFT JOIN contacts ON contacts.key = attempts.contact`;

export function asAttempt({ contact, ...columns }: AttemptRow): Attempt {
  const { messageId, purpose, startedAfterMs, completed, optedOutKey, ...row } = columns;
  const heard = { purpose, startedAfterMs, completed: completed === 1 };
  const optedOut = optedOutKey === null ? {} : { optedOutKey };
  const message = messageId === null ? null : { messageId, ...heard, ...optedOut };
  return { ...row, contactId: contactIdOf(contact), message };
}

/** Of attempts with the verdict *machine*: ended by it unheard, and heard by an agent who then said what it was. */
const SAID_MACHINE = `wrap_up_code IN (${[...MACHINE_CODES].map((code) => `'${code}'`).join(', ')})`;
const ENDED = "SUM(verdict IS 'machine' AND outcome IS 'answering-machine' AND connected_at IS NULL)";
const VERDICTS = `${ENDED} AS ended,
  SUM(verdict IS 'machine' AND connected_at IS NOT NULL AND wrap_up_code IS NOT NULL AND NOT ${SAID_MACHINE}) AS people,
  SUM(verdict IS 'machine' AND connected_at IS NOT NULL AND ${SAID_MACHINE}) AS machines`;
/** Rows that the window's account may read: live answers, and what the detector took for machines. */
const IN_WINDOW = `campaign = (SELECT key FROM campaigns WHERE id = ?) AND answered_at >= ?
  AND (outcome = 'live' OR verdict = 'machine')`;

interface FigureRow {
  campaignId: CampaignId;
  outcome: Outcome | null;
  attempts: number;
  connected: number;
  abandoned: number;
  talk: number;
  frames: number;
  left: number | null;
  ended: number | null;
  people: number | null;
  machines: number | null;
}

export function attemptOperations(
  db: Database,
): Pick<Operations, 'attempts' | 'attemptById' | 'figuresSince' | 'presenceSince' | 'abandonmentSince'> {
  return {
    attempts: ({ limit, after, campaignId, contactId, state, liveEnd }) => {
      const where: string[] = [];
      const values: (string | number | null)[] = [];
      const only = (condition: string, value: string | number | null): void => {
        where.push(condition);
        values.push(value);
      };
      if (after !== undefined) only('seq < (SELECT seq FROM attempts WHERE id = ?)', after);
      if (campaignId !== undefined) only('attempts.campaign = (SELECT key FROM campaigns WHERE id = ?)', campaignId);
      if (contactId !== undefined) only('attempts.contact = ?', contactKeyOf(contactId));
      if (state !== undefined) only('attempts.state = ?', state);
      if (liveEnd !== undefined) only('live_end = ?', liveEnd);
      const conditions = where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`;
      return db.all<AttemptRow>(`${ATTEMPT}${conditions} ORDER BY seq DESC LIMIT ?`, ...values, limit).map(asAttempt);
    },
    attemptById: (attemptId: AttemptId) => {
      const row = db.get<AttemptRow>(`${ATTEMPT} WHERE attempts.id = ?`, attemptId);
      return row === null ? null : asAttempt(row);
    },
    figuresSince: (sinceMs) =>
      collect(
        db.all<FigureRow>(
          `SELECT campaigns.id AS campaignId, outcome, COUNT(*) AS attempts,
              SUM(live_end IS 'connected') AS connected, SUM(live_end IS 'abandoned') AS abandoned,
              SUM(COALESCE(talk_ms, 0)) AS talk, SUM(frames) AS frames,
              SUM(message_purpose IS 'voicemail' AND message_completed = 1) AS left, ${VERDICTS}
            FROM attempts JOIN campaigns ON campaigns.key = campaign
            WHERE intent_at >= ? GROUP BY campaign, outcome ORDER BY campaign`,
          Math.floor(sinceMs),
        ),
      ),
    presenceSince: (sinceMs) => {
      const since = Math.floor(sinceMs);
      const entry = 'SELECT seq, agent_id AS agentId, at AS atMs, kind, reason, joined FROM presence';
      return db
        .all<Omit<PresenceEntry, 'joined'> & { seq: number; agentId: AgentId; joined: string }>(
          `${entry} WHERE seq IN (SELECT MAX(seq) FROM presence WHERE at < ? GROUP BY agent_id)
            UNION ALL ${entry} WHERE at >= ? ORDER BY atMs, seq`,
          since,
          since,
        )
        .map(({ agentId, atMs, kind, reason, joined }) => ({
          agentId,
          atMs,
          kind,
          reason,
          joined: JSON.parse(joined) as CampaignId[],
        }));
    },
    abandonmentSince: (windows) =>
      windows.map((window) => ({ campaignId: window.campaignId, ...windowOf(db, window) })),
  };
}

interface WindowRow {
  live: number | null;
  abandoned: number | null;
  ended: number | null;
}

const LIVE = "SUM(outcome IS 'live') AS live, SUM(live_end IS 'abandoned') AS abandoned";

function windowOf(
  db: Database,
  {
    campaignId,
    sinceMs,
    nowMs,
    parts,
  }: { campaignId: CampaignId; sinceMs: number; nowMs: number; parts: number | null },
): CampaignHistory {
  const since = Math.floor(sinceMs);
  const row = db.get<WindowRow & { people: number | null; machines: number | null }>(
    `SELECT ${LIVE}, ${VERDICTS} FROM attempts WHERE ${IN_WINDOW}`,
    campaignId,
    since,
  );
  const whole = {
    live: row?.live ?? 0,
    abandoned: row?.abandoned ?? 0,
    verdicts: { ended: row?.ended ?? 0, people: row?.people ?? 0, machines: row?.machines ?? 0 },
  };
  if (parts === null) return whole;
  const partMs = Math.max(1, Math.ceil((nowMs - since) / parts));
  const rows = db.all<WindowRow & { part: number }>(
    `SELECT (answered_at - ?) / ? AS part, ${LIVE}, ${ENDED} AS ended FROM attempts WHERE ${IN_WINDOW} GROUP BY part ORDER BY part`,
    since,
    partMs,
    campaignId,
    since,
  );
  return {
    ...whole,
    parts: rows.map(({ part, live, abandoned, ended }) => ({
      atMs: since + (part + 1) * partMs,
      live: live ?? 0,
      abandoned: abandoned ?? 0,
      ended: ended ?? 0,
    })),
  };
}

/** Attempts under way have no outcome yet and count among the attempts alone. */
function collect(rows: readonly FigureRow[]): CampaignFigures[] {
  const byCampaign = new Map<CampaignId, CampaignFigures>();
  for (const row of rows) {
    const { campaignId } = row;
    const empty = {
      campaignId,
      attempts: 0,
      live: 0,
      connected: 0,
      abandoned: 0,
      talkMs: 0,
      screenedFrames: 0,
      outcomes: {},
      messagesLeft: 0,
      verdicts: NO_MACHINE_VERDICTS,
    };
    const figures: CampaignFigures = byCampaign.get(campaignId) ?? empty;
    byCampaign.set(campaignId, figures);
    figures.attempts += row.attempts;
    figures.connected += row.connected;
    figures.abandoned += row.abandoned;
    figures.talkMs += row.talk;
    figures.screenedFrames += row.frames;
    figures.messagesLeft += row.left ?? 0;
    figures.verdicts = {
      ended: figures.verdicts.ended + (row.ended ?? 0),
      people: figures.verdicts.people + (row.people ?? 0),
      machines: figures.verdicts.machines + (row.machines ?? 0),
    };
    if (row.outcome !== null) figures.outcomes[row.outcome] = row.attempts;
    if (row.outcome === 'live') figures.live += row.attempts;
  }
  return [...byCampaign.values()];
}
