import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readWav } from '@outdial/shared';
import { afterAll, describe, expect, it } from 'vitest';
import { Detector, hearAll } from './detector.ts';
import { type AmdFailure, type AmdLine, amd, classify, loadClips } from './index.ts';

const clips = loadClips();
const folder = mkdtempSync(join(tmpdir(), 'outdial-amd-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function lines(...files: string[]): Promise<(AmdLine | AmdFailure)[]> {
  const all: (AmdLine | AmdFailure)[] = [];
  for await (const line of amd(files)) all.push(line);
  return all;
}

/** A WAV file: format code, channels, rate, bits and data. */
function wav(code: number, channels: number, rateHz: number, bits: number, data: Uint8Array): Buffer {
  const file = Buffer.alloc(44 + data.length);
  file.write('RIFF....WAVEfmt ', 0, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(code, 20);
  file.writeUInt16LE(channels, 22);
  file.writeUInt32LE(rateHz, 24);
  file.writeUInt16LE(bits, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(data.length, 40);
  file.set(data, 44);
  return file;
}
const linear = (samples: Int16Array): Uint8Array =>
  new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
const sine = (hz: number, rateHz: number, samples: number, peak = 8000): Int16Array =>
  Int16Array.from({ length: samples }, (_, i) => Math.round(peak * Math.sin((2 * Math.PI * hz * i) / rateHz)));

describe('outdial amd: the shipped clips', () => {
  it('knows what each network tone, fax and modem is, and why a number was not reached', () => {
    for (const clip of clips.filter(({ kind }) => ['fax', 'modem', 'sit', 'busy', 'ringback'].includes(kind))) {
      const line = classify(clip.name, clip.samples);
      const accepted = clip.kind === 'modem' ? ['modem', 'fax'] : [clip.kind];
      expect(accepted, clip.name).toContain(line.label);
      expect(line.beepAll, clip.name).toEqual([]);
    }
    const kinds = clips.filter(({ kind }) => kind === 'sit').map((clip) => classify(clip.name, clip.samples).sitKind);
    expect(kinds).toEqual(['intercept', 'vacant-code', 'reorder', 'no-circuit', 'unknown']);
  });

  it('goes on listening when it rings, and says who answers then', () => {
    const [ring, person] = [clips.find((c) => c.name === 'ringback-eu'), clips.find((c) => c.kind === 'human')];
    if (ring === undefined || person === undefined) throw new Error('clips are missing');
    const both = new Int16Array(4800 * 8 + person.samples.length);
    both.set(ring.samples.subarray(0, 4800 * 8));
    both.set(person.samples, 4800 * 8);
    const labels: string[] = [];
    hearAll(new Detector(), both, (event) => {
      if (event.type === 'verdict') labels.push(event.verdict.label);
    });
    expect(labels[0]).toBe('ringback');
    expect(labels).toHaveLength(2);
    expect(['human', 'unknown']).toContain(labels[1]);
  });

  it('never calls a person a machine, and finds most machines with their beeps', () => {
    const labels = (kind: string) =>
      clips.filter((clip) => clip.kind === kind).map((clip) => classify(clip.name, clip.samples));
    const people = labels('human');
    expect(people.filter(({ label }) => label === 'machine')).toEqual([]);
    expect(people.filter(({ label }) => label === 'human').length).toBeGreaterThan(people.length * 0.8);
    const machines = labels('machine');
    expect(machines.filter(({ label }) => label === 'machine').length).toBeGreaterThanOrEqual(machines.length * 0.7);
    clips
      .filter((clip) => clip.kind === 'machine')
      .forEach((clip, i) => {
        expect(Math.abs((machines[i]?.beepMs ?? 0) - (clip.beepMs ?? 0)), clip.name).toBeLessThan(150);
      });
  });

  it('takes a quiet or a noisy line for no machine', () => {
    for (const clip of clips.filter(({ kind }) => kind === 'silence' || kind === 'noise'))
      expect(['silence', 'noise', 'unknown']).toContain(classify(clip.name, clip.samples).label);
  });
});

describe('outdial amd: files', () => {
  it('reads PCM of 8 and 16 bits, µ-law and A-law, 8 and 16 kHz, one channel and two', () => {
    const tone = sine(1000, 8000, 1600);
    const power = (samples: Int16Array): number =>
      Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length);
    const read = (file: Buffer): Int16Array => readWav(file).samples;
    const both = Int16Array.from({ length: 3200 }, (_, i) => tone[i >> 1] ?? 0);
    for (const file of [
      wav(1, 1, 8000, 16, linear(tone)),
      wav(1, 2, 8000, 16, linear(both)),
      wav(1, 1, 16_000, 16, linear(sine(1000, 16_000, 3200))),
      wav(
        1,
        1,
        8000,
        8,
        Uint8Array.from(tone, (x) => 128 + Math.round(x / 256)),
      ),
    ]) {
      expect(read(file).length).toBe(1600);
      expect(power(read(file)) / power(tone)).toBeCloseTo(1, 1);
    }
    const law = wav(7, 1, 8000, 8, Uint8Array.of(0xff, 0x80, 0x00));
    expect([...read(law)]).toEqual([0, 32_124, -32_124]);
    expect([...read(wav(6, 1, 8000, 8, Uint8Array.of(0xd5, 0xaa, 0x2a)))]).toEqual([8, 32_256, -32_256]);
  });

  it('says what is wrong with a bad file, and goes on with the others', async () => {
    const save = (name: string, data: Uint8Array | string): string => {
      writeFileSync(join(folder, name), data);
      return join(folder, name);
    };
    const good = save('good.wav', wav(1, 1, 8000, 16, linear(sine(2100, 8000, 16_000))));
    const found = await lines(
      save('text.wav', 'hello'),
      save('rate.wav', wav(1, 1, 4_000, 16, new Uint8Array(100))),
      save('float.wav', wav(3, 1, 8000, 32, new Uint8Array(100))),
      save('cut.wav', wav(1, 1, 8000, 16, new Uint8Array(10)).subarray(0, 30)),
      join(folder, 'absent.wav'),
      good,
    );
    const errors = found.slice(0, 5).map((line) => ('error' in line ? line.error : ''));
    expect(errors[0]).toContain('no WAV file');
    expect(errors[1]).toContain('4000 Hz is not read; 8000 to 96000 Hz are');
    expect(errors[2]).toContain('format code 3 is not read');
    expect(errors[3]).toContain('ends inside its fmt chunk');
    expect(errors[4]).toContain('absent.wav');
    expect(found[5]).toMatchObject({ file: good, label: 'fax', beepMs: null });
  });

  it('answers for any bytes with a line or an error, never with a crash', async () => {
    const original = readFileSync(new URL('../../clips/human-01-slt.wav', import.meta.url)).subarray(0, 4000);
    for (let at = 0; at < 64; at++) {
      const broken = Buffer.from(original);
      broken[at] = (broken[at] ?? 0) ^ 0xff;
      try {
        classify('broken', readWav(broken).samples);
      } catch (cause) {
        expect(cause).toMatchObject({ code: 'wav-unreadable' });
      }
    }
  });

  it('draws the call as a timeline with --explain', async () => {
    const path = new URL('../../clips/machine-02-rms.wav', import.meta.url).pathname;
    for await (const line of amd([path], { explain: true, width: 60 })) {
      if ('error' in line) throw new Error(line.error);
      const text = line.timeline?.join('\n') ?? '';
      expect(text).toMatch(/level {4}.*[▁▂▃▄▅▆▇█]/);
      expect(text).toContain('V');
      expect(text).toContain(`beep at ${line.beepMs} ms`);
      expect(text).toContain(`${line.label} after ${line.decisionMs} ms`);
    }
  });
});
