/** The look at a user's Asterisk: all well in the lab, and each thing that is wrong told with what to do. */
import { realClock } from '@outdial/shared';
import { afterAll, describe, expect, it } from 'vitest';
import { checkUp, firstTrouble } from './checkup/check-up.ts';
import type { Finding } from './checkup/finding.ts';
import type { AsteriskOptions } from './options.ts';
import { labOrReason } from './testing/lab-or-reason.ts';

const lab = await labOrReason({});

if (typeof lab === 'string') {
  describe('the look at an Asterisk', () => it.skip(`not run: ${lab}`, () => undefined));
} else {
  afterAll(() => lab.close());
  const look = async (change: Partial<AsteriskOptions> = {}): Promise<Finding[]> => {
    const findings: Finding[] = [];
    for await (const finding of checkUp({ ...lab.telephony, ...change }, realClock)) findings.push(finding);
    return findings;
  };
  const wrongIn = async (change: Partial<AsteriskOptions>): Promise<Finding[]> =>
    (await look(change)).filter(({ ok }) => !ok);

  describe('the look at an Asterisk', () => {
    it('finds all well in the lab, and leaves nothing behind', async () => {
      const findings = await look();
      expect(findings.filter(({ ok }) => !ok)).toEqual([]);
      expect(findings.map(({ check }) => check)).toEqual([
        ...['login', 'version', 'modules', 'application', 'events', 'sessions', 'trunk carrier', 'phones', 'audio'],
        'messages',
      ]);
      const key = encodeURIComponent(`${lab.telephony.user}:${lab.telephony.password}`);
      const left = await fetch(`${lab.telephony.url}/ari/channels?api_key=${key}`);
      expect(await left.json()).toEqual([]);
    });

    it('a wrong password', async () => {
      expect(await wrongIn({ password: 'wrong' })).toMatchObject([
        {
          check: 'login',
          detail: expect.stringMatching(/refuses user outdial/),
          remedy: expect.stringMatching(/ari\.conf/),
        },
      ]);
    });

    it('an Asterisk that is not there', async () => {
      expect(await wrongIn({ url: 'http://127.0.0.1:9' })).toMatchObject([
        {
          check: 'http',
          detail: expect.stringMatching(/nobody listens at/),
          remedy: expect.stringMatching(/http\.conf/),
        },
      ]);
    });

    it('an endpoint that it does not know', async () => {
      expect(await wrongIn({ trunks: [{ name: 'nowhere' }] })).toMatchObject([
        {
          check: 'trunk nowhere',
          detail: expect.stringMatching(/knows no endpoint nowhere/),
          remedy: expect.stringMatching(/pjsip show endpoints/),
        },
      ]);
    });

    it('an address for audio that Asterisk cannot send to', async () => {
      // Of loopback, but for broadcasts.
      expect(await wrongIn({ mediaHost: '127.255.255.255' })).toMatchObject([
        { check: 'audio', remedy: expect.stringMatching(/mediaHost 127\.255\.255\.255/) },
      ]);
    });

    it('a folder of messages that is not there', async () => {
      expect(await wrongIn({ messages: { folder: '/nowhere' } })).toMatchObject([{ check: 'messages' }]);
    });

    it('the first trouble is one line', async () => {
      expect(await firstTrouble(lab.telephony, realClock)).toBeNull();
      expect(await firstTrouble({ ...lab.telephony, trunks: [{ name: 'nowhere' }] }, realClock)).toMatch(
        /^trunk nowhere: .*pjsip show endpoints`$/,
      );
    });
  });
}
