/** The port's contract on real Asterisks, in parts that run side by side, each on a lab of its own. */
import { afterAll, describe, it } from 'vitest';
import { CONTRACT_PARTS, type ContractPart, telephonyContract } from '../../testing/contract.ts';
import { asteriskHarness, LabScript } from './asterisk-harness.ts';
import { labOrReason } from './lab-or-reason.ts';

const FIRST: readonly ContractPart[] = ['dialing', 'audio', 'phones', 'transfer', 'refusals'];
/** Where it matters that the agent's phone is at another node than the call. */
const APART: readonly ContractPart[] = ['phones', 'conversation', 'transfer', 'calls that come in', 'monitoring'];

type Part = 'first half' | 'second half' | 'phones and calls apart';

export async function contractOnLab(which: Part): Promise<void> {
  const twoNodes = which === 'phones and calls apart';
  const name = twoNodes ? 'two Asterisks' : 'Asterisk';
  const script = new LabScript();
  const lab = await labOrReason({ carrier: script.carrier, phones: script.phones, twoNodes });
  if (typeof lab === 'string') {
    describe(`telephony contract: ${name}`, () => it.skip(`not run: ${lab}`, () => undefined));
    return;
  }
  afterAll(() => lab.close());
  const half = CONTRACT_PARTS.filter((part) => FIRST.includes(part) === (which === 'first half'));
  telephonyContract(name, () => asteriskHarness(lab, script, twoNodes ? 'first' : null), twoNodes ? APART : half);
}
