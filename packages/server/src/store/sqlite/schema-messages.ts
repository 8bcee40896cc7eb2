/** Recorded messages, the evidence of each that was played, and what the pacers have learnt, for the next engine. */
export const MESSAGES_STEP = `
  CREATE TABLE messages (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, purpose TEXT NOT NULL, length_ms INTEGER NOT NULL, created_at INTEGER NOT NULL,
    samples BLOB NOT NULL
  ) STRICT;
  ALTER TABLE attempts ADD COLUMN message_id TEXT;
  ALTER TABLE attempts ADD COLUMN message_purpose TEXT;
  ALTER TABLE attempts ADD COLUMN message_started_ms REAL;
  ALTER TABLE attempts ADD COLUMN message_completed INTEGER;
  CREATE INDEX attempts_machine ON attempts (campaign, answered_at) WHERE verdict = 'machine';
  CREATE TABLE pacer_states (campaign TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;
