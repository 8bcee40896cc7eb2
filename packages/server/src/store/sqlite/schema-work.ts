/** Case information, kept with the contact; and the answers to call guides, each kept when it is given. */
export const WORK_STEP = `
  CREATE TABLE case_entries (
    key INTEGER PRIMARY KEY, contact INTEGER NOT NULL, campaign INTEGER, attempt TEXT, interaction_id TEXT, agent_id TEXT,
    at INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL
  ) STRICT;
  CREATE INDEX case_entries_contact ON case_entries (contact, key);

  CREATE TABLE guide_steps (
    key INTEGER PRIMARY KEY, interaction_id TEXT NOT NULL, step INTEGER NOT NULL, campaign INTEGER NOT NULL, contact INTEGER NOT NULL,
    attempt TEXT, agent_id TEXT, at INTEGER NOT NULL, question TEXT NOT NULL, question_text TEXT NOT NULL, answer TEXT NOT NULL,
    complete INTEGER NOT NULL, UNIQUE (interaction_id, step)
  ) STRICT;
  CREATE INDEX guide_steps_campaign ON guide_steps (campaign, at);
`;
