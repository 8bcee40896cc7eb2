/** The contract of the telephony port: every adapter passes it, on the carrier and the phones that its harness gives. */
import { afterEach, beforeEach, describe } from 'vitest';
import { audioContract } from './audio-contract.ts';
import { Bench } from './bench.ts';
import { conversationContract } from './conversation-contract.ts';
import { dialingContract } from './dialing-contract.ts';
import type { MakeHarness } from './harness.ts';
import { incomingContract } from './incoming-contract.ts';
import { mediaContract } from './media-contract.ts';
import { monitorContract } from './monitor-contract.ts';
import { phoneContract } from './phone-contract.ts';
import { refusalContract } from './refusal-contract.ts';
import { transferContract } from './transfer-contract.ts';

const PARTS = {
  dialing: dialingContract,
  audio: audioContract,
  phones: phoneContract,
  conversation: conversationContract,
  'messages and recording': mediaContract,
  transfer: transferContract,
  'calls that come in': incomingContract,
  monitoring: monitorContract,
  refusals: refusalContract,
} as const;

export type ContractPart = keyof typeof PARTS;
export const CONTRACT_PARTS = Object.keys(PARTS) as ContractPart[];

/** Registers the suite, or some of its parts; each test gets a harness of its own and closes it. */
export function telephonyContract(
  name: string,
  makeHarness: MakeHarness,
  parts: readonly ContractPart[] = CONTRACT_PARTS,
): void {
  describe(`telephony contract: ${name}`, () => {
    let bench: Bench | null = null;
    beforeEach(async () => {
      bench = new Bench(await makeHarness());
    });
    afterEach(async () => {
      await bench?.harness.close();
      bench = null;
    });
    const open = (): Bench => {
      if (bench === null) throw new Error('the bench is open only while a test runs');
      return bench;
    };
    for (const part of parts) describe(part, () => PARTS[part](open));
  });
}
