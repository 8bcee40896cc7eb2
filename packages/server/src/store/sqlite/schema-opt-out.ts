/** Whoever hears a message may press a key, and is not called any more: the key, or null. */
export const OPT_OUT_STEP = 'ALTER TABLE attempts ADD COLUMN opted_out TEXT;';
