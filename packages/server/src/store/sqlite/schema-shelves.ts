/**
 * What makes a lease of a million quick and its figures free: contacts stand on *shelves* (country, time zone, and whether
 * any consent to call them is on record), so that a shelf whose hours are closed is passed over whole; `stock` counts them
 * by list, shelf, status and reason at every move; `progress` says whether a person was reached (GT-3). A number may stand
 * in a list twice (the import's policy says so), and a contact's key is never given to another one.
 */
export const SHELVES_STEP = `
  CREATE TABLE shelves (
    key INTEGER PRIMARY KEY, country TEXT NOT NULL, time_zone TEXT NOT NULL, consent INTEGER NOT NULL,
    UNIQUE (country, time_zone, consent)
  ) STRICT;
  INSERT INTO shelves (country, time_zone, consent)
    SELECT DISTINCT country, COALESCE(time_zone, ''), EXISTS (SELECT 1 FROM consents WHERE consents.number = contacts.number
      OR consents.number IN (SELECT other.number FROM contact_numbers AS other WHERE other.contact = contacts.key))
    FROM contacts;

  CREATE TABLE contacts_next (
    key INTEGER PRIMARY KEY AUTOINCREMENT, list INTEGER NOT NULL, number TEXT NOT NULL, name TEXT NOT NULL,
    country TEXT NOT NULL, time_zone TEXT, priority INTEGER NOT NULL, fields TEXT NOT NULL, shelf INTEGER NOT NULL
  ) STRICT;
  INSERT INTO contacts_next SELECT contacts.*, shelves.key FROM contacts JOIN shelves ON shelves.country = contacts.country
    AND shelves.time_zone = COALESCE(contacts.time_zone, '')
    AND shelves.consent = EXISTS (SELECT 1 FROM consents WHERE consents.number = contacts.number
      OR consents.number IN (SELECT other.number FROM contact_numbers AS other WHERE other.contact = contacts.key));
  DROP TABLE contacts;
  ALTER TABLE contacts_next RENAME TO contacts;
  CREATE INDEX contacts_list ON contacts (list);
  CREATE INDEX contacts_number ON contacts (number, list);

  DROP TRIGGER work_moved;
  DROP TRIGGER work_removed;
  DROP TABLE counts;
  DROP INDEX work_by_priority;
  DROP INDEX work_by_position;
  ALTER TABLE work ADD COLUMN shelf INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE work ADD COLUMN progress INTEGER NOT NULL DEFAULT 0 CHECK (progress IN (0, 1, 2));
  UPDATE work SET shelf = COALESCE((SELECT shelf FROM contacts WHERE key = contact), 0),
    progress = CASE WHEN dialed = 0 THEN 0 WHEN EXISTS (SELECT 1 FROM attempts WHERE attempts.contact = work.contact
      AND attempts.campaign = work.campaign AND live_end = 'connected') THEN 2 ELSE 1 END;
  CREATE INDEX work_by_priority ON work (campaign, list, shelf, top DESC, priority DESC, contact) WHERE status = 'callable';
  CREATE INDEX work_by_position ON work (campaign, list, shelf, top DESC, contact) WHERE status = 'callable';
  CREATE INDEX work_contact ON work (contact);

  CREATE TABLE stock (
    campaign INTEGER NOT NULL, status TEXT NOT NULL, list INTEGER NOT NULL, shelf INTEGER NOT NULL,
    progress INTEGER NOT NULL, reason TEXT NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY (campaign, status, list, shelf, progress, reason)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO stock SELECT campaign, status, list, shelf, progress, COALESCE(reason, ''), COUNT(*) FROM work
    GROUP BY 1, 2, 3, 4, 5, 6;
  CREATE TRIGGER work_added AFTER INSERT ON work BEGIN
    INSERT INTO stock VALUES (NEW.campaign, NEW.status, NEW.list, NEW.shelf, NEW.progress, COALESCE(NEW.reason, ''), 1)
      ON CONFLICT DO UPDATE SET n = n + 1;
  END;
  CREATE TRIGGER work_moved AFTER UPDATE OF status, list, shelf, progress, reason ON work
    WHEN OLD.status <> NEW.status OR OLD.list <> NEW.list OR OLD.shelf <> NEW.shelf OR OLD.progress <> NEW.progress
      OR OLD.reason IS NOT NEW.reason
  BEGIN
    UPDATE stock SET n = n - 1 WHERE campaign = OLD.campaign AND status = OLD.status AND list = OLD.list
      AND shelf = OLD.shelf AND progress = OLD.progress AND reason = COALESCE(OLD.reason, '');
    INSERT INTO stock VALUES (NEW.campaign, NEW.status, NEW.list, NEW.shelf, NEW.progress, COALESCE(NEW.reason, ''), 1)
      ON CONFLICT DO UPDATE SET n = n + 1;
  END;
  CREATE TRIGGER work_removed AFTER DELETE ON work BEGIN
    UPDATE stock SET n = n - 1 WHERE campaign = OLD.campaign AND status = OLD.status AND list = OLD.list
      AND shelf = OLD.shelf AND progress = OLD.progress AND reason = COALESCE(OLD.reason, '');
  END;
`;
