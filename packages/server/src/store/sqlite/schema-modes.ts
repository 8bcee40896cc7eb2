/** What the modes with a hand on them need: for which agent a record is leased, and which attempt was made again by hand. */
export const MODES_STEP = `
  ALTER TABLE work ADD COLUMN reader TEXT;
  ALTER TABLE attempts ADD COLUMN redial_of TEXT;
`;
