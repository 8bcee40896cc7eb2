/** Attempts and presence as they are looked at afterwards, in SQLite. */
import type { AgentId, Attempt, AttemptId, CampaignId, Outcome } from '@outdial/shared';
import type { CampaignFigures, PresenceEntry } from '../port.ts';
import { contactIdOf, contactKeyOf } from './contacts.ts';
import type { Database } from './database.ts';
import type { Operations } from './operations.ts';

export type AttemptRow = Omit<Attempt, 'contactId'> & { contact: number };

export const ATTEMPT = `SELECT attempts.id AS attemptId, campaigns.id AS campaignId, attempts.contact, COALESCE(contacts.name, '') AS contactName,
    attempts.number, caller_id AS callerId, agent_id AS agentId, attempts.state, intent_at AS intentAtMs,
    answered_at AS answeredAtMs, connected_at AS connectedAtMs, ended_at AS endedAtMs, outcome, live_end AS liveEnd,
    ended_by AS endedBy, verdict, talk_ms AS talkMs, wrap_up_code AS wrapUpCode, notes, detail
  FROM attempts JOIN campaigns ON campaigns.key = attempts.campaign LEFT JOIN contacts ON contacts.key = attempts.contact`;

export const asAttempt = ({ contact, ...row }: AttemptRow): Attempt => ({ ...row, contactId: contactIdOf(contact) });

interface FigureRow {
  campaignId: CampaignId;
  outcome: Outcome | null;
  attempts: number;
  connected: number;
  abandoned: number;
  talk: number;
  frames: number;
}

export function attemptOperations(
  db: Database,
): Pick<Operations, 'attempts' | 'attemptById' | 'figuresSince' | 'presenceSince' | 'abandonmentSince'> {
  return {
    attempts: ({ limit, after, campaignId, contactId, state }) => {
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
              SUM(COALESCE(talk_ms, 0)) AS talk, SUM(frames) AS frames
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
      windows.map(({ campaignId, sinceMs }) => {
        const row = db.get<{ live: number; abandoned: number | null }>(
          `SELECT COUNT(*) AS live, SUM(live_end IS 'abandoned') AS abandoned FROM attempts
            WHERE campaign = (SELECT key FROM campaigns WHERE id = ?) AND outcome = 'live' AND answered_at >= ?`,
          campaignId,
          Math.floor(sinceMs),
        );
        return { campaignId, live: row?.live ?? 0, abandoned: row?.abandoned ?? 0 };
      }),
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
    };
    const figures: CampaignFigures = byCampaign.get(campaignId) ?? empty;
    byCampaign.set(campaignId, figures);
    figures.attempts += row.attempts;
    figures.connected += row.connected;
    figures.abandoned += row.abandoned;
    figures.talkMs += row.talk;
    figures.screenedFrames += row.frames;
    if (row.outcome !== null) figures.outcomes[row.outcome] = row.attempts;
    if (row.outcome === 'live') figures.live += row.attempts;
  }
  return [...byCampaign.values()];
}
