/** What a recording holds, read from the file that Asterisk wrote. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readWav } from '@outdial/shared';
import { afterAll, describe, expect, it } from 'vitest';
import { amplitude } from '../lab/ear.ts';
import { LAB_TONES_HZ } from '../lab/lab.ts';
import { Bench } from '../testing/bench.ts';
import { asteriskHarness, LabScript } from './testing/asterisk-harness.ts';
import { labOrReason } from './testing/lab-or-reason.ts';

const script = new LabScript();
const lab = await labOrReason({ carrier: script.carrier, phones: script.phones });
const BLOCK_SAMPLES = 320;

if (typeof lab === 'string') {
  describe('recordings', () => it.skip(`not run: ${lab}`, () => undefined));
} else {
  afterAll(() => lab.close());
  describe('recordings', () => {
    it('both sides are in one file named by the call, and the music of a hold; nothing from after its end', async () => {
      const harness = await asteriskHarness(lab, script);
      const bench = new Bench(harness);
      const { telephony } = harness;
      const call = await bench.connected();
      await bench.ok((done) => telephony.startRecording(call.callId, done));
      await harness.settle(1_000);
      await bench.ok((done) => telephony.hold(call.callId, done));
      await harness.settle(1_000);
      await bench.ok((done) => telephony.stopRecording(call.callId, done));
      await bench.ok((done) => telephony.resume(call.callId, done));
      await harness.settle(1_000);
      // While the call is up the file is in Asterisk's spool.
      const spool = join(lab.folder, 'spool', 'recording');
      const file = readdirSync(spool).find((name) => name.includes(call.callId)) ?? 'no recording';
      const { samples } = readWav(readFileSync(join(spool, file)));
      await harness.close();

      const blocks = Math.floor(samples.length / BLOCK_SAMPLES);
      const sounding = (hertz: number): number[] =>
        Array.from({ length: blocks }, (_, i) => i).filter(
          (i) => amplitude(samples.subarray(i * BLOCK_SAMPLES, (i + 1) * BLOCK_SAMPLES), hertz) > 500,
        );
      const [contact, agent, music] = [LAB_TONES_HZ.contact, LAB_TONES_HZ.agent, LAB_TONES_HZ.music].map(sounding);
      // The contact speaks all the time, the agent until the hold, the music from then on; the agent who is back is not on it.
      expect(contact?.length).toBeGreaterThan(0.8 * blocks);
      expect(agent?.length).toBeGreaterThan(15);
      expect(music?.length).toBeGreaterThan(15);
      expect(Math.max(...(agent ?? []))).toBeLessThanOrEqual(Math.min(...(music ?? [])) + 3);
    });
  });
}
