/** The port's contract on a real Asterisk: SIP and RTP on loopback. */
import { afterAll, describe, it } from 'vitest';
import { telephonyContract } from '../testing/contract.ts';
import { asteriskHarness, LabScript } from './testing/asterisk-harness.ts';
import { labOrReason } from './testing/lab-or-reason.ts';

const script = new LabScript();
const lab = await labOrReason({ carrier: script.carrier, phones: script.phones });

if (typeof lab === 'string') {
  describe('telephony contract: Asterisk', () => {
    it.skip(`not run: ${lab}`, () => undefined);
  });
} else {
  afterAll(() => lab.close());
  telephonyContract('Asterisk', () => asteriskHarness(lab, script));
}
