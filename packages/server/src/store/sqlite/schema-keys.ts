/**
 * Keys that are given once. What is kept of a contact after it was deleted (attempts, answers, callbacks) names it by its
 * key: the next contact of the list must not be taken for it. And a request for a callback may be sent again under each of
 * its keys, also where several people asked for what became one callback; `asked` is a digest of what was asked for first.
 */
export const KEYS_STEP = `
  CREATE TABLE contact_keys (last INTEGER NOT NULL) STRICT;
  INSERT INTO contact_keys SELECT COALESCE(MAX(key), 0) FROM (
    SELECT MAX(key) AS key FROM contacts UNION ALL SELECT MAX(contact) FROM attempts UNION ALL SELECT MAX(contact) FROM callbacks
    UNION ALL SELECT MAX(contact) FROM case_entries UNION ALL SELECT MAX(contact) FROM guide_steps
    UNION ALL SELECT MAX(attached_to) FROM campaign_lists);
  CREATE TRIGGER contact_key_given AFTER DELETE ON contacts BEGIN
    UPDATE contact_keys SET last = OLD.key WHERE last < OLD.key;
  END;

  CREATE TABLE callback_keys (request_key TEXT PRIMARY KEY, callback INTEGER NOT NULL, asked TEXT) STRICT, WITHOUT ROWID;
  INSERT INTO callback_keys SELECT request_key, key, NULL FROM callbacks WHERE request_key IS NOT NULL;
  UPDATE callbacks SET request_key = NULL;
  CREATE INDEX callback_keys_callback ON callback_keys (callback);
  CREATE TRIGGER callback_keys_gone AFTER DELETE ON callbacks BEGIN
    DELETE FROM callback_keys WHERE callback = OLD.key;
  END;
`;
