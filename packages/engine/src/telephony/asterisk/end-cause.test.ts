import { expect, it } from 'vitest';
import { END_CAUSES } from '../port.ts';
import { endCause } from './end-cause.ts';

const refused = (sipStatus: number | null, q850: number | null = null) =>
  endCause({ ours: null, answered: false, sipStatus, q850 });

it.each([
  [486, 'busy'],
  [600, 'busy'],
  [480, 'unavailable'],
  [408, 'unavailable'],
  [404, 'invalid-number'],
  [484, 'invalid-number'],
  [603, 'rejected'],
  [607, 'rejected'],
  [503, 'congestion'],
  [403, 'trunk-failure'],
  [502, 'trunk-failure'],
  [500, 'failed'],
  [488, 'failed'],
] as const)('GCC-9: SIP %i before the answer is %s, whatever the cause beside it says', (status, cause) => {
  expect(refused(status)).toBe(cause);
  expect(refused(status, 16)).toBe(cause);
});

it.each([
  [17, 'busy'],
  [19, 'unavailable'],
  [1, 'invalid-number'],
  [28, 'invalid-number'],
  [21, 'rejected'],
  [34, 'congestion'],
  [42, 'congestion'],
  [38, 'trunk-failure'],
  [16, 'hung-up-by-contact'],
  [127, 'failed'],
] as const)('GCC-9: where no SIP status is told, cause %i is %s', (q850, cause) => {
  expect(refused(null, q850)).toBe(cause);
});

it('what we did ourselves comes before what the network says of it', () => {
  const network = { sipStatus: 487, q850: 32 };
  expect(endCause({ ours: 'hang-up', answered: false, ...network })).toBe('hung-up-by-us');
  expect(endCause({ ours: 'hang-up', answered: true, ...network })).toBe('hung-up-by-us');
  expect(endCause({ ours: 'ring-timeout', answered: false, ...network })).toBe('ring-timeout');
});

it('a call that was answered and ends by itself was ended by the contact, even where the time-out passed as they answered', () => {
  expect(endCause({ ours: null, answered: true, sipStatus: null, q850: 16 })).toBe('hung-up-by-contact');
  expect(endCause({ ours: null, answered: true, sipStatus: 503, q850: 34 })).toBe('hung-up-by-contact');
});

it('every status and cause has an end', () => {
  for (let sipStatus = 300; sipStatus < 700; sipStatus++) expect(END_CAUSES).toContain(refused(sipStatus));
  for (let q850 = 0; q850 < 128; q850++) expect(END_CAUSES).toContain(refused(null, q850));
  expect(refused(null, null)).toBe('failed');
});
