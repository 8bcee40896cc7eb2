import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readWav } from '@outdial/shared';
import { afterAll, describe, expect, it } from 'vitest';
import { Detector, hearAll } from './detector.ts';
import { type AmdFailure, type AmdLine, amd, classify, loadClips } from './index.ts';
import { timeline } from './timeline.ts';

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

  it('hears through what a line adds: an offset on every sample, a path switched through late, speech that is very faint', () => {
    const people = clips.filter(({ kind }) => kind === 'human');
    const changed = (change: (samples: Int16Array) => Int16Array): string[] =>
      people.map((clip) => classify(clip.name, change(clip.samples)).label);
    const plain = changed((samples) => samples);
    expect(changed((samples) => samples.map((x) => Math.max(-32_768, Math.min(32_767, x + 1300))))).toEqual(plain);
    const late = changed((samples) => {
      const out = new Int16Array(samples.length + 480);
      out.set(samples, 480);
      return out;
    });
    expect(late.filter((label) => label === 'human').length).toBeGreaterThanOrEqual(
      plain.filter((label) => label === 'human').length - 1,
    );
    expect(late).not.toContain('machine');
    const faint = changed((samples) => samples.map((x) => Math.round(x / 60)));
    expect(faint.filter((label) => !['human', 'unknown'].includes(label))).toEqual([]);
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
    const pcm = (name: string, rateHz: number, bits: number, data: Uint8Array): string =>
      save(name, wav(1, 1, rateHz, bits, data));
    const endless = wav(1, 1, 8000, 16, linear(sine(2100, 8000, 16_000)));
    endless.writeUInt32LE(0xffff_ffff, 4);
    endless.writeUInt32LE(0xffff_ffff, 40);
    const huge = Buffer.from(endless);
    huge.write('junk', 12, 'latin1');
    huge.writeUInt32LE(0xffff_fff0, 16);
    const bad: readonly (readonly [string, RegExp])[] = [
      [save('text.wav', 'hello, this is no sound at all'), /no WAV file/],
      [save('empty.wav', ''), /the file is empty/],
      [save('cut.wav', wav(1, 1, 8000, 16, new Uint8Array(10)).subarray(0, 30)), /ends inside its fmt chunk/],
      [
        save('head.wav', wav(1, 1, 8000, 16, new Uint8Array(10)).subarray(0, 20)),
        /ends inside its fmt chunk|no fmt chunk/,
      ],
      [save('no-data.wav', wav(1, 1, 8000, 16, new Uint8Array(10)).subarray(0, 36)), /no data chunk/],
      [pcm('silent.wav', 8000, 16, new Uint8Array(0)), /holds no sound/],
      [pcm('rate.wav', 4000, 16, new Uint8Array(100)), /4000 Hz is not read; 8000 to 96000 Hz are/],
      [pcm('deep.wav', 8000, 24, new Uint8Array(300)), /24 bits a sample is not read; 8 and 16 bits are/],
      [save('float.wav', wav(3, 1, 8000, 32, new Uint8Array(100))), /format code 3 is not read/],
      [save('channels.wav', wav(1, 0, 8000, 16, new Uint8Array(100))), /0 channels are not read/],
      [save('huge-chunk.wav', huge), /no fmt chunk/],
      [join(folder, 'absent.wav'), /there is no such file/],
      [folder, /this is a folder/],
    ];
    const found = await lines(...bad.map(([file]) => file), good, save('endless.wav', endless));
    bad.forEach(([file, error], i) => {
      expect(found[i]).toMatchObject({ file, error: expect.stringMatching(error) });
    });
    // What a recorder that was cut off writes as its length is not believed.
    for (const line of found.slice(bad.length)) expect(line).toMatchObject({ label: 'fax', beepMs: null });
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

  it('draws the call as a timeline with --explain, no wider than it may be', () => {
    for (const width of [40, 80, 120])
      for (const { name, samples } of clips) {
        const drawn = timeline(samples, width);
        expect(
          Math.max(
            ...drawn
              .slice(
                0,
                drawn.findIndex((line) => /confidence|undecided/.test(line)),
              )
              .map((line) => line.length),
          ),
          name,
        ).toBeLessThanOrEqual(width);
      }
    const machine = clips.find(({ name }) => name === 'machine-02-rms');
    if (machine === undefined) throw new Error('the clip is missing');
    const line = classify(machine.name, machine.samples);
    const text = timeline(machine.samples, 80).join('\n');
    expect(text).toMatch(/level {4}.*[▁▂▃▄▅▆▇█]/);
    expect(text).toContain(`${line.label} after ${line.decisionMs} ms`);
    expect(text).toContain(`beep at ${line.beepMs} ms`);
    expect(text).toContain('▲');
    for (const reason of line.reasons) expect(text).toContain(reason);
  });
});
