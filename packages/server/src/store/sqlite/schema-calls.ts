/** What goes on around calls: transfers, recordings and where they lie, and calls that came in (GT-4). */
export const CALLS_STEP = `
  ALTER TABLE attempts ADD COLUMN transferred_to TEXT;

  CREATE TABLE recordings (
    seq INTEGER PRIMARY KEY, call_id TEXT NOT NULL UNIQUE, attempt TEXT, campaign TEXT, agent_id TEXT, number TEXT,
    file TEXT NOT NULL, started_at INTEGER NOT NULL, duration INTEGER NOT NULL, bytes INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX recordings_campaign ON recordings (campaign, seq);
  CREATE INDEX recordings_time ON recordings (started_at);

  CREATE TABLE incoming_calls (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, number TEXT, called_number TEXT, campaign TEXT, at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('ringing', 'answered', 'missed', 'ended')), epoch TEXT, agent_id TEXT,
    source TEXT NOT NULL, detail TEXT NOT NULL, answered_at INTEGER, ended_at INTEGER, added_to TEXT,
    wrap_up_code TEXT, notes TEXT
  ) STRICT;
  CREATE INDEX incoming_missed ON incoming_calls (seq) WHERE state = 'missed';
  CREATE INDEX incoming_open ON incoming_calls (epoch) WHERE state IN ('ringing', 'answered');
`;
