/** The port's contract on a real Asterisk, in two halves that run side by side, each on a lab of its own. */
import { afterAll, describe, it } from 'vitest';
import { CONTRACT_PARTS, type ContractPart, telephonyContract } from '../../testing/contract.ts';
import { asteriskHarness, LabScript } from './asterisk-harness.ts';
import { labOrReason } from './lab-or-reason.ts';

const FIRST: readonly ContractPart[] = ['dialing', 'audio', 'phones', 'transfer', 'refusals'];

export async function contractOnLab(half: 'first' | 'second'): Promise<void> {
  const script = new LabScript();
  const lab = await labOrReason({ carrier: script.carrier, phones: script.phones });
  if (typeof lab === 'string') {
    describe('telephony contract: Asterisk', () => it.skip(`not run: ${lab}`, () => undefined));
    return;
  }
  afterAll(() => lab.close());
  const parts = CONTRACT_PARTS.filter((part) => FIRST.includes(part) === (half === 'first'));
  telephonyContract('Asterisk', () => asteriskHarness(lab, script), parts);
}
