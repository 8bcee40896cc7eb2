/** Speech from Debian's engines (espeak-ng, flite, festival), at 8 kHz by way of sox. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sound } from './tones.ts';

/** A voice, by engine and name, with the pace (1 is the engine's own) and pitch (0 to 99) where the engine takes one. */
export interface Voice {
  readonly engine: 'espeak-ng' | 'flite' | 'festival';
  readonly name: string;
  readonly pace?: number;
  readonly pitch?: number;
}

function toSound(raw: Buffer): Sound {
  const out = new Float64Array(raw.length >> 1);
  for (let i = 0; i < out.length; i++) out[i] = raw.readInt16LE(2 * i);
  return out;
}

/** Any file that sox reads, as 8 kHz mono. */
export function readSound(path: string): Sound {
  const args = [path, '-t', 'raw', '-r', '8000', '-e', 'signed', '-b', '16', '-c', '1', '-'];
  return toSound(execFileSync('sox', ['-G', ...args], { maxBuffer: 1 << 27, stdio: ['ignore', 'pipe', 'ignore'] }));
}

/** A mobile's full-rate codec (GSM 06.10), there and back. */
export function throughGsm(sound: Sound): Sound {
  const raw = ['-t', 'raw', '-r', '8000', '-e', 'signed', '-b', '16', '-c', '1', '-'];
  const gsm = ['-t', 'gsm', '-r', '8000', '-c', '1', '-'];
  const samples = Int16Array.from(sound, (x) => Math.max(-32_768, Math.min(32_767, Math.round(x))));
  const run = (from: string[], to: string[], input: Buffer): Buffer =>
    execFileSync('sox', ['-D', ...from, ...to], { input, maxBuffer: 1 << 27, stdio: ['pipe', 'pipe', 'ignore'] });
  return toSound(run(gsm, raw, run(raw, gsm, Buffer.from(samples.buffer))));
}

/** Drops what is quieter than 1 % of the peak at both ends, but for 10 ms. */
export function trim(sound: Sound): Sound {
  const peak = sound.reduce((max, x) => Math.max(max, Math.abs(x)), 0);
  const loud = (x: number): boolean => Math.abs(x) > peak * 0.01;
  const from = sound.findIndex(loud);
  const to = sound.findLastIndex(loud);
  return from < 0 ? sound : sound.slice(Math.max(0, from - 80), to + 80);
}

/** Speaks a text; the sound has no silence at its ends. */
export function speak(voice: Voice, text: string): Sound {
  const folder = mkdtempSync(join(tmpdir(), 'outdial-speech-'));
  const path = join(folder, 'speech.wav');
  const pace = voice.pace ?? 1;
  try {
    switch (voice.engine) {
      case 'espeak-ng':
        execFileSync('espeak-ng', [
          ...['-v', voice.name, '-s', String(Math.round(165 * pace)), '-p', String(voice.pitch ?? 50), '-w', path],
          text,
        ]);
        break;
      case 'flite':
        execFileSync('flite', ['-voice', voice.name, '--setf', `duration_stretch=${1 / pace}`, '-t', text, '-o', path]);
        break;
      case 'festival':
        execFileSync('text2wave', ['-o', path, '-eval', `(voice_${voice.name})`], {
          // Its voices read ASCII.
          input: text.normalize('NFD').replace(/[^\x20-\x7e]/g, ''),
          stdio: ['pipe', 'ignore', 'ignore'],
        });
        break;
    }
    return trim(readSound(path));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
