/**
 * The tables, as numbered steps that `user_version` counts: a file of an older version is brought forward, one of a newer
 * version is refused. A step that was released is never edited.
 */
import { CALLBACKS_STEP } from './schema-callbacks.ts';
import { CALLS_STEP } from './schema-calls.ts';
import { KEYS_STEP } from './schema-keys.ts';
import { LISTS_STEP } from './schema-lists.ts';
import { MESSAGES_STEP } from './schema-messages.ts';
import { MODES_STEP } from './schema-modes.ts';
import { OPT_OUT_STEP } from './schema-opt-out.ts';
import { RULES_STEP } from './schema-rules.ts';
import { SHELVES_STEP } from './schema-shelves.ts';
import { SUPERVISORS_STEP } from './schema-supervisors.ts';
import { WORK_STEP } from './schema-work.ts';

/**
 * `work` is where a contact stands in a campaign. Callable ones are found by two partial indexes, one for each order
 * (GCC-6), so that a lease reads only the rows that it hands out; what triggers count (`stock`) no screen counts again.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE users (
    id TEXT PRIMARY KEY, username TEXT NOT NULL UNIQUE, name TEXT NOT NULL, role TEXT NOT NULL,
    password_hash TEXT NOT NULL, locked INTEGER NOT NULL, created_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE tokens (
    hash TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users (id), created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX tokens_user ON tokens (user_id);
  CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, actor TEXT NOT NULL, act TEXT NOT NULL,
    subject TEXT NOT NULL, detail TEXT NOT NULL
  ) STRICT;

  CREATE TABLE campaigns (key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, state TEXT) STRICT;
  CREATE TABLE lists (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, created_at INTEGER NOT NULL,
    contacts INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE TABLE campaign_lists (
    campaign INTEGER NOT NULL, list INTEGER NOT NULL, tied INTEGER NOT NULL,
    attached_to INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (campaign, list)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE contacts (
    key INTEGER PRIMARY KEY, list INTEGER NOT NULL, number TEXT NOT NULL, name TEXT NOT NULL, country TEXT NOT NULL,
    time_zone TEXT, priority INTEGER NOT NULL, fields TEXT NOT NULL,
    UNIQUE (number, list)
  ) STRICT;
  CREATE INDEX contacts_list ON contacts (list);

  CREATE TABLE work (
    campaign INTEGER NOT NULL, contact INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('callable', 'waiting', 'leased', 'under-way', 'finished', 'set-aside')),
    top INTEGER NOT NULL DEFAULT 0, priority INTEGER NOT NULL, next_at INTEGER, reason TEXT,
    counted INTEGER NOT NULL DEFAULT 0, dialed INTEGER NOT NULL DEFAULT 0, last_attempt TEXT,
    lease TEXT, epoch TEXT, lease_until INTEGER,
    PRIMARY KEY (campaign, contact)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX work_by_priority ON work (campaign, top DESC, priority DESC, contact) WHERE status = 'callable';
  CREATE INDEX work_by_position ON work (campaign, top DESC, contact) WHERE status = 'callable';
  CREATE INDEX work_waiting ON work (campaign, next_at) WHERE status = 'waiting';
  CREATE INDEX work_leased ON work (campaign, lease_until) WHERE status = 'leased';

  CREATE TABLE counts (
    campaign INTEGER NOT NULL, status TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (campaign, status)
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER work_moved AFTER UPDATE OF status ON work WHEN OLD.status <> NEW.status BEGIN
    UPDATE counts SET n = n - 1 WHERE campaign = OLD.campaign AND status = OLD.status;
    INSERT INTO counts VALUES (NEW.campaign, NEW.status, 1) ON CONFLICT DO UPDATE SET n = n + 1;
  END;
  CREATE TRIGGER work_removed AFTER DELETE ON work BEGIN
    UPDATE counts SET n = n - 1 WHERE campaign = OLD.campaign AND status = OLD.status;
  END;

  CREATE TABLE attempts (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, campaign INTEGER NOT NULL, contact INTEGER NOT NULL,
    number TEXT NOT NULL, caller_id TEXT NOT NULL, agent_id TEXT, epoch TEXT NOT NULL, lease TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('under-way', 'closed')),
    intent_at INTEGER NOT NULL, valid_until INTEGER NOT NULL,
    answered_at INTEGER, ring_ms REAL, verdict TEXT, screening_ms REAL, confidence REAL, verdict_reasons TEXT,
    frames INTEGER NOT NULL DEFAULT 0, connected_at INTEGER, interaction_id TEXT, wait_ms REAL,
    ended_at INTEGER, outcome TEXT, live_end TEXT, ended_by TEXT, detail TEXT, talk_ms REAL,
    wrap_up_code TEXT, effect TEXT, notes TEXT, wrap_up_ms REAL
  ) STRICT;
  CREATE INDEX attempts_number ON attempts (number, intent_at);
  CREATE INDEX attempts_campaign ON attempts (campaign, seq);
  CREATE INDEX attempts_contact ON attempts (contact, seq);
  CREATE INDEX attempts_time ON attempts (intent_at);
  CREATE INDEX attempts_live ON attempts (campaign, answered_at) WHERE outcome = 'live';
  CREATE INDEX attempts_under_way ON attempts (number) WHERE state = 'under-way';

  CREATE TABLE callbacks (
    id INTEGER PRIMARY KEY, campaign INTEGER NOT NULL, contact INTEGER NOT NULL, attempt TEXT, agent_id TEXT,
    number TEXT NOT NULL, requested_at INTEGER NOT NULL, due_at INTEGER, state TEXT NOT NULL, notes TEXT NOT NULL
  ) STRICT;
  CREATE INDEX callbacks_due ON callbacks (state, due_at);

  CREATE TABLE do_not_call (
    number TEXT NOT NULL, campaign TEXT NOT NULL, reason TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (number, campaign)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE epochs (epoch TEXT PRIMARY KEY, last_seq INTEGER, closed_at INTEGER) STRICT, WITHOUT ROWID;
  CREATE TABLE agents (agent_id TEXT PRIMARY KEY, seat TEXT, mirror TEXT, joined TEXT) STRICT, WITHOUT ROWID;
  CREATE TABLE presence (
    seq INTEGER PRIMARY KEY, agent_id TEXT NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL, reason TEXT, joined TEXT NOT NULL
  ) STRICT;
  CREATE INDEX presence_agent ON presence (agent_id, at);
  CREATE INDEX presence_time ON presence (at);
  `,
  'ALTER TABLE epochs ADD COLUMN heard_at INTEGER;',
  RULES_STEP,
  SHELVES_STEP,
  MODES_STEP,
  MESSAGES_STEP,
  LISTS_STEP,
  CALLBACKS_STEP,
  WORK_STEP,
  CALLS_STEP,
  KEYS_STEP,
  SUPERVISORS_STEP,
  OPT_OUT_STEP,
];
