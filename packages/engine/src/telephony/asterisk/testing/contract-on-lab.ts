/** The port's contract on real Asterisks, in parts that run side by side, each on a lab of its own. */
import { afterAll, describe, it } from 'vitest';
import { CONTRACT_PARTS, type ContractPart, telephonyContract } from '../../testing/contract.ts';
import { asteriskHarness, LabScript } from './asterisk-harness.ts';
import { labOrReason } from './lab-or-reason.ts';

/** Which file runs which part: all on one Asterisk, in three that take equally long. */
const ON_ONE: Readonly<Record<ContractPart, number>> = {
  ...{ dialing: 1, audio: 1, phones: 1 },
  ...{ transfer: 2, refusals: 2, 'calls that come in': 2 },
  ...{ conversation: 3, 'messages and recording': 3, monitoring: 3 },
};
/** On two, where it matters that the agent's phone is at another node than the call. */
const ON_TWO: Readonly<Partial<Record<ContractPart, number>>> = {
  ...{ phones: 1, conversation: 1 },
  ...{ transfer: 2, 'calls that come in': 2, monitoring: 2 },
};

export async function contractOnLab(nodes: 1 | 2, file: number): Promise<void> {
  const twoNodes = nodes === 2;
  const name = twoNodes ? 'two Asterisks' : 'Asterisk';
  const script = new LabScript();
  const lab = await labOrReason({ carrier: script.carrier, phones: script.phones, twoNodes });
  if (typeof lab === 'string') {
    describe(`telephony contract: ${name}`, () => it.skip(`not run: ${lab}`, () => undefined));
    return;
  }
  afterAll(() => lab.close());
  const parts = CONTRACT_PARTS.filter((part) => (twoNodes ? ON_TWO : ON_ONE)[part] === file);
  telephonyContract(name, () => asteriskHarness(lab, script, twoNodes ? 'first' : null), parts);
}
