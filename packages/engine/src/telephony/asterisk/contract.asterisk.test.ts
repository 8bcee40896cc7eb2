/** The port's contract on a real Asterisk: SIP and RTP on loopback. */
import { afterAll, describe, it } from 'vitest';
import { openLab } from '../lab/lab.ts';
import { telephonyContract } from '../testing/contract.ts';
import { asteriskHarness, LabScript } from './testing/asterisk-harness.ts';

const script = new LabScript();
const lab = await openLab({ carrier: script.carrier, phones: script.phones }).catch((error: unknown) => String(error));

if (typeof lab === 'string') {
  describe('telephony contract: Asterisk', () => {
    it.skip(`not run: ${lab}`, () => undefined);
  });
} else {
  afterAll(() => lab.close());
  telephonyContract('Asterisk', () => asteriskHarness(lab, script));
}
