/** What the contact rules need: counted attempts and refusals, several numbers to a contact, consents, lists that take turns. */
export const RULES_STEP = `
  ALTER TABLE attempts ADD COLUMN counted INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE attempts ADD COLUMN refused INTEGER NOT NULL DEFAULT 0;
  UPDATE attempts SET counted = state = 'closed' AND outcome <> 'operating-error', refused = effect IS 'do-not-call';

  CREATE TABLE contact_numbers (
    contact INTEGER NOT NULL, position INTEGER NOT NULL CHECK (position > 0), number TEXT NOT NULL,
    PRIMARY KEY (contact, position)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX contact_numbers_number ON contact_numbers (number);
  ALTER TABLE work ADD COLUMN number_at INTEGER NOT NULL DEFAULT 0;

  CREATE TABLE consents (
    id INTEGER PRIMARY KEY, number TEXT NOT NULL, use TEXT NOT NULL, given_at INTEGER NOT NULL, expires_at INTEGER,
    withdrawn_at INTEGER, proof TEXT NOT NULL, recorded_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX consents_number ON consents (number);

  ALTER TABLE work ADD COLUMN list INTEGER NOT NULL DEFAULT 0;
  UPDATE work SET list = (SELECT list FROM contacts WHERE key = contact);
  DROP INDEX work_by_priority;
  DROP INDEX work_by_position;
  CREATE INDEX work_by_priority ON work (campaign, list, top DESC, priority DESC, contact) WHERE status = 'callable';
  CREATE INDEX work_by_position ON work (campaign, list, top DESC, contact) WHERE status = 'callable';
  ALTER TABLE campaign_lists ADD COLUMN handed_out INTEGER NOT NULL DEFAULT 0;
`;
