/** SIPp as the carrier: a program of others, so that what the lab's own peers take for SIP is not all that is tried. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clip, loadClips } from '../../../amd/clips.ts';
import { soundOf } from '../sounds.ts';
import { SIPP_FATES, SIPP_SOUNDS, type SippFate, sippScenario } from './scenario.ts';

/** What a machine records after its beep, and a person's pause before they speak again. */
const QUIET_SAMPLES = { machine: 15 * 8_000, human: 2 * 8_000, fax: 0 };

export interface SippCarrier {
  /** The endpoint of a trunk that ends here. */
  readonly endpoint: string;
  fateOf(number: string): SippFate;
  close(): Promise<void>;
}

export function sippIsHere(): boolean {
  return spawnSync('sipp', ['-v'], { stdio: 'ignore' }).error === undefined;
}

export async function openSippCarrier(): Promise<SippCarrier> {
  const folder = mkdtempSync(join(tmpdir(), 'outdial-sipp-'));
  const clips = loadClips();
  for (const fate of SIPP_SOUNDS) writeFileSync(join(folder, `${fate}.ulaw`), bytesOf(clips, fate));
  const scenario = join(folder, 'carrier.xml');
  writeFileSync(scenario, sippScenario(folder));
  const port = await freeUdpPort();
  const program: ChildProcess = spawn(
    'sipp',
    ['-sf', scenario, '-i', '127.0.0.1', '-p', String(port), '-mp', '8000', '-nostdin'],
    { cwd: folder, stdio: 'ignore' },
  );
  const ended = new Promise<void>((resolve) => program.once('exit', () => resolve()));
  return {
    endpoint: `PJSIP/carrier/sip:{number}@127.0.0.1:${port}`,
    fateOf: (number) => SIPP_FATES[Number(number.at(-1))] ?? 'invalid',
    async close() {
      program.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function bytesOf(clips: readonly Clip[], fate: SippFate): Uint8Array {
  const clip = clips.findLast(({ kind, beepMs }) => kind === fate && (kind !== 'machine' || beepMs !== null));
  if (clip === undefined) throw new Error(`the engine's clips hold none of the kind ${fate}`);
  const whole = new Int16Array(clip.samples.length + QUIET_SAMPLES[fate as keyof typeof QUIET_SAMPLES]);
  whole.set(clip.samples);
  return soundOf(whole).bytes;
}

function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4');
  return new Promise((resolve) => {
    socket.bind(0, '127.0.0.1', () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
}
