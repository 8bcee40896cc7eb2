import { OUTCOMES } from '@outdial/shared';
import { describe, expect, it } from 'vitest';
import { END_CAUSES, type EndCause } from '../telephony/port.ts';
import { HEARD, type Heard, judgeOutcome } from './outcome.ts';

describe('outcome of an unanswered call', () => {
  it.each<[row: string, cause: EndCause, heard: Heard | null, outcome: string]>([
    ['486', 'busy', null, 'busy'],
    ['our ring time-out', 'ring-timeout', null, 'no-answer'],
    ['480', 'unavailable', null, 'no-answer'],
    ['404', 'invalid-number', null, 'invalid-number'],
    ['603', 'rejected', null, 'rejected'],
    ['503', 'congestion', null, 'operating-error'],
    ['trunk down', 'trunk-failure', null, 'operating-error'],
    ['our DELETE before the answer', 'hung-up-by-us', null, 'cancelled'],
    ['the far end before the answer', 'hung-up-by-contact', null, 'rejected'],
    ['unknown endpoint', 'failed', null, 'operating-error'],
    ['183 with SIT, then 404', 'invalid-number', 'sit', 'invalid-number'],
    ['183 with SIT "no circuit", then 404', 'invalid-number', 'sit-no-circuit', 'operating-error'],
    ['183 with SIT, then our time-out', 'ring-timeout', 'sit', 'invalid-number'],
    ['183 with SIT, hung up by us for it', 'hung-up-by-us', 'sit', 'invalid-number'],
    ['183 with a busy tone, then our time-out', 'ring-timeout', 'busy', 'busy'],
    ['ringback in the early media changes nothing', 'ring-timeout', 'ringback', 'no-answer'],
    ['an announcement in the early media changes nothing', 'unavailable', 'human', 'no-answer'],
    ['603 stays 603, whatever was heard', 'rejected', 'sit', 'rejected'],
    ['503 stays 503, whatever was heard', 'congestion', 'busy', 'operating-error'],
    ['486 stays 486, whatever was heard', 'busy', 'sit', 'busy'],
  ])('%s', (_row, cause, heard, outcome) => {
    expect(judgeOutcome({ cause, answered: false, heard }).outcome).toBe(outcome);
  });
});

describe('outcome of an answered call', () => {
  it.each<[heard: Heard | null, outcome: string]>([
    ['human', 'live'],
    ['unknown', 'live'],
    ['machine', 'answering-machine'],
    ['fax', 'fax'],
    ['modem', 'fax'],
    ['sit', 'invalid-number'],
    ['sit-no-circuit', 'operating-error'],
    ['busy', 'busy'],
    ['ringback', 'no-answer'],
    ['silence', 'live'],
    ['noise', 'live'],
    [null, 'live'],
  ])('%s heard makes it %s, however it ended', (heard, outcome) => {
    for (const cause of END_CAUSES) expect(judgeOutcome({ cause, answered: true, heard }).outcome).toBe(outcome);
  });

  it("lets the campaign's rule decide on silence and on noise, and on nothing else", () => {
    const quiet = { silence: 'answering-machine', noise: 'no-answer' } as const;
    const judged = (heard: Heard) => judgeOutcome({ cause: 'hung-up-by-us', answered: true, heard }, quiet).outcome;
    expect(judged('silence')).toBe('answering-machine');
    expect(judged('noise')).toBe('no-answer');
    expect(judged('human')).toBe('live');
  });
});

it('every cause with every label has an outcome and says why', () => {
  for (const cause of END_CAUSES) {
    for (const heard of [...HEARD, null]) {
      for (const answered of [true, false]) {
        const judged = judgeOutcome({ cause, answered, heard });
        expect(OUTCOMES).toContain(judged.outcome);
        expect(judged.because).not.toBe('');
      }
    }
  }
});
