/** The figures of a day in SQLite. */
import type { DayFigures } from '../port.ts';
import { IS_OPEN } from './callback-rows.ts';
import type { Database } from './database.ts';
import type { Operations } from './operations.ts';

const OUTCOMES = `SELECT campaigns.id AS campaignId, outcome, COUNT(*) AS attempts, SUM(live_end IS 'connected') AS connected,
    SUM(live_end IS 'abandoned') AS abandoned, SUM(CASE WHEN live_end IS 'connected' THEN COALESCE(wait_ms, 0) ELSE 0 END) AS waitMs
  FROM attempts JOIN campaigns ON campaigns.key = campaign WHERE intent_at >= ? AND intent_at < ?
  GROUP BY campaign, outcome ORDER BY campaign`;

const TALKS = `SELECT campaigns.id AS campaignId, agent_id AS agentId, SUM(live_end IS 'connected') AS connected,
    SUM(COALESCE(talk_ms, 0)) AS talkMs, SUM(COALESCE(wrap_up_ms, 0)) AS wrapUpMs
  FROM attempts JOIN campaigns ON campaigns.key = campaign
  WHERE intent_at >= ? AND intent_at < ? AND connected_at IS NOT NULL AND agent_id IS NOT NULL
  GROUP BY campaign, agent_id ORDER BY campaign, agent_id`;

/** Codes of agents, and (nobody's) those that the system has set by itself. */
const CODES = `SELECT campaigns.id AS campaignId, CASE WHEN wrap_up_ms IS NULL THEN NULL ELSE agent_id END AS agentId,
    wrap_up_code AS code, COUNT(*) AS n
  FROM attempts JOIN campaigns ON campaigns.key = campaign
  WHERE intent_at >= ? AND intent_at < ? AND wrap_up_code IS NOT NULL
  GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`;

const CALLBACKS = `SELECT campaigns.id AS campaignId, agent_id AS agentId,
    SUM(created_at >= ? AND created_at < ?) AS made, SUM(${IS_OPEN}) AS open
  FROM callbacks JOIN campaigns ON campaigns.key = campaign
  WHERE ${IS_OPEN} OR (created_at >= ? AND created_at < ?) GROUP BY campaign, agent_id ORDER BY campaign, agent_id`;

export const reportOperations = (db: Database): Pick<Operations, 'dayFigures'> => ({
  dayFigures: ({ fromMs, toMs }) => {
    const day = [Math.floor(fromMs), Math.ceil(toMs)] as const;
    return {
      outcomes: db.all<DayFigures['outcomes'][number]>(OUTCOMES, ...day),
      talks: db.all<DayFigures['talks'][number]>(TALKS, ...day),
      codes: db.all<DayFigures['codes'][number]>(CODES, ...day),
      callbacks: db.all<DayFigures['callbacks'][number]>(CALLBACKS, ...day, ...day),
    };
  },
});
