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

/** Registers the suite; each test gets a harness of its own and closes it. */
export function telephonyContract(name: string, makeHarness: MakeHarness): void {
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
    describe('dialing', () => dialingContract(open));
    describe('audio', () => audioContract(open));
    describe('phones', () => phoneContract(open));
    describe('conversation', () => conversationContract(open));
    describe('messages and recording', () => mediaContract(open));
    describe('transfer', () => transferContract(open));
    describe('calls that come in', () => incomingContract(open));
    describe('monitoring', () => monitorContract(open));
    describe('refusals', () => refusalContract(open));
  });
}
