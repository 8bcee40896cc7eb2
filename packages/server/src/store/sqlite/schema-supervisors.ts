/** GCC-2: since when supervisors have been asked who calls somebody back, since the agent is not there; 0: they are not asked. */
export const SUPERVISORS_STEP = 'ALTER TABLE callbacks ADD COLUMN supervisors_told_at INTEGER NOT NULL DEFAULT 0;';
