/** An attempt: one dialed call to one number of a contact, and what came of it. */

export const OUTCOMES = [
  'live',
  'answering-machine',
  'busy',
  'no-answer',
  'fax',
  'invalid-number',
  'rejected',
  'operating-error',
  'cancelled',
] as const;
/** What the network or detection said of the attempt. */
export type Outcome = (typeof OUTCOMES)[number];

/** What became of a live one. */
export const LIVE_ENDS = ['connected', 'abandoned'] as const;
export type LiveEnd = (typeof LIVE_ENDS)[number];

export const ENDED_BY = ['contact', 'agent', 'us', 'network', 'engine-lost'] as const;
export type EndedBy = (typeof ENDED_BY)[number];

/** `under-way` from the acknowledged intent on; `closed` with an outcome. */
export type AttemptState = 'under-way' | 'closed';
