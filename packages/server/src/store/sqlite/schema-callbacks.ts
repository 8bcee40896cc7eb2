/**
 * Callbacks as states of a total table (`shared/domain/callback.ts`). `given_at`: when a supervisor gave it to its agent; `in_hand`: the interaction on which it was scheduled
 * is not done yet. A contact that somebody promised to call back is not called otherwise: whatever makes its place in the
 * campaign callable again (a lease that ran out, an engine that died, a record given back) is turned by the trigger into
 * waiting, and the callback that was handed out is due again. (The row of `stock` stands ready, in whatever order the triggers count.)
 */
export const CALLBACKS_STEP = `
  DROP INDEX callbacks_due;
  ALTER TABLE callbacks RENAME TO callbacks_before;
  CREATE TABLE callbacks (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, campaign INTEGER NOT NULL, contact INTEGER NOT NULL,
    number TEXT NOT NULL, state TEXT NOT NULL, reasons TEXT NOT NULL DEFAULT '[]', personal INTEGER NOT NULL,
    agent_id TEXT, due_at INTEGER NOT NULL, not_before INTEGER NOT NULL DEFAULT 0,
    given_at INTEGER NOT NULL DEFAULT 0, time_zone TEXT NOT NULL,
    notes TEXT NOT NULL, source TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, attempt TEXT, interaction_id TEXT,
    in_hand INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL, created_by TEXT, request_key TEXT UNIQUE
  ) STRICT;
  INSERT INTO callbacks (id, campaign, contact, number, state, personal, due_at, time_zone, notes, source, attempt, created_at)
    SELECT 'cb' || id, campaign, contact, number, 'scheduled', 0, COALESCE(due_at, requested_at + 86400000), 'UTC', notes,
      'wrap-up', attempt, requested_at FROM callbacks_before;
  DROP TABLE callbacks_before;
  CREATE INDEX callbacks_open ON callbacks (campaign, state, due_at)
    WHERE state IN ('invalid', 'scheduled', 'due', 'handed-out', 'calling');
  CREATE INDEX callbacks_contact ON callbacks (campaign, contact)
    WHERE state IN ('invalid', 'scheduled', 'due', 'handed-out', 'calling');
  CREATE INDEX callbacks_agent ON callbacks (agent_id)
    WHERE state IN ('invalid', 'scheduled', 'due', 'handed-out', 'calling');
  CREATE INDEX callbacks_interaction ON callbacks (interaction_id);
  ALTER TABLE attempts ADD COLUMN callback INTEGER;

  CREATE TRIGGER callback_kept AFTER UPDATE OF status ON work WHEN NEW.status = 'callable' AND EXISTS (
    SELECT 1 FROM callbacks WHERE campaign = NEW.campaign AND contact = NEW.contact
      AND state IN ('invalid', 'scheduled', 'due', 'handed-out'))
  BEGIN
    INSERT INTO stock VALUES (NEW.campaign, 'callable', NEW.list, NEW.shelf, NEW.progress, COALESCE(NEW.reason, ''), 0)
      ON CONFLICT DO NOTHING;
    UPDATE callbacks SET state = 'due' WHERE campaign = NEW.campaign AND contact = NEW.contact AND state = 'handed-out';
    UPDATE work SET status = 'waiting', next_at = NULL, reason = 'callback', top = 0, lease = NULL, epoch = NULL,
      lease_until = NULL WHERE campaign = NEW.campaign AND contact = NEW.contact;
  END;
  UPDATE work SET status = 'callable' WHERE EXISTS (
    SELECT 1 FROM callbacks WHERE callbacks.campaign = work.campaign AND callbacks.contact = work.contact);
`;
