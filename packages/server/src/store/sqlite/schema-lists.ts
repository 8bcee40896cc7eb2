/** Which custom fields the contacts of a list have: an export names its columns before it has read a million rows. */
export const LISTS_STEP = `
  CREATE TABLE list_fields (list INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (list, name)) STRICT, WITHOUT ROWID;
  INSERT OR IGNORE INTO list_fields SELECT list, json_each.key FROM contacts, json_each(contacts.fields);
`;
