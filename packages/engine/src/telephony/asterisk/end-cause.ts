/**
 * Why a call ended, from what Asterisk says of it: first our own doing, then the SIP status, then the Q.850 cause.
 *
 * | SIP status | cause |
 * | --- | --- |
 * | 486, 600 | busy |
 * | 480, 408, 487 | unavailable |
 * | 404, 410, 414, 416, 484, 485, 604 | invalid-number |
 * | 603 and the other 6xx | rejected |
 * | 503 | congestion |
 * | 401, 402, 403, 407, 502, 504 | trunk-failure: it is us, or the way, that they refuse |
 * | any other | failed |
 */
import type { EndCause } from '../port.ts';

export interface Ending {
  /** What we did to it, if that is what ended it. */
  readonly ours: 'hang-up' | 'ring-timeout' | null;
  readonly answered: boolean;
  readonly sipStatus: number | null;
  readonly q850: number | null;
}

const BY_STATUS: ReadonlyMap<number, EndCause> = new Map([
  ...[486, 600].map((status) => [status, 'busy'] as const),
  ...[408, 480, 487].map((status) => [status, 'unavailable'] as const),
  ...[404, 410, 414, 416, 484, 485, 604].map((status) => [status, 'invalid-number'] as const),
  ...[503].map((status) => [status, 'congestion'] as const),
  ...[401, 402, 403, 407, 502, 504].map((status) => [status, 'trunk-failure'] as const),
]);

/** Causes of ITU-T Q.850, for trunks without SIP and for Asterisks that do not tell the status. */
const BY_Q850: ReadonlyMap<number, EndCause> = new Map([
  ...[17].map((cause) => [cause, 'busy'] as const),
  ...[18, 19, 20].map((cause) => [cause, 'unavailable'] as const),
  ...[1, 3, 22, 28].map((cause) => [cause, 'invalid-number'] as const),
  ...[21].map((cause) => [cause, 'rejected'] as const),
  ...[34, 42, 44, 47].map((cause) => [cause, 'congestion'] as const),
  ...[2, 27, 38, 41, 50, 57].map((cause) => [cause, 'trunk-failure'] as const),
  ...[16, 31].map((cause) => [cause, 'hung-up-by-contact'] as const),
]);

export function endCause({ answered, ours, q850, sipStatus }: Ending): EndCause {
  if (ours === 'hang-up') return 'hung-up-by-us';
  if (answered) return 'hung-up-by-contact';
  if (ours === 'ring-timeout') return 'ring-timeout';
  if (sipStatus !== null && sipStatus >= 300) {
    return BY_STATUS.get(sipStatus) ?? (sipStatus >= 600 ? 'rejected' : 'failed');
  }
  return (q850 === null ? undefined : BY_Q850.get(q850)) ?? 'failed';
}
