/** The short calls that come with the engine: what an answered number may sound like, for simulation and tests. */
import { readFileSync } from 'node:fs';
import { readWav } from '@outdial/shared';

/** What the far end of a clip is. */
export type ClipKind = 'human' | 'machine' | 'fax' | 'modem' | 'sit' | 'busy' | 'ringback' | 'silence' | 'noise';

/** One line of `clips/clips.json`. */
interface ClipEntry {
  readonly file: string;
  readonly kind: ClipKind;
  readonly durationMs: number;
  readonly beepMs: number | null;
}

/** Samples at 8 kHz from the moment of the answer; `beepMs` is where a machine's beep begins. */
export interface Clip {
  readonly name: string;
  readonly kind: ClipKind;
  readonly samples: Int16Array;
  readonly beepMs: number | null;
}

/** The folder of the clips: the same from `src/amd` and from `dist/amd`. */
const FOLDER = new URL('../../clips/', import.meta.url);

/** Reads all clips (about 2 MB on disk, twice that in memory), in the order of their index. */
export function loadClips(): Clip[] {
  const index = JSON.parse(readFileSync(new URL('clips.json', FOLDER), 'utf8')) as ClipEntry[];
  return index.map(({ file, kind, beepMs }) => ({
    name: file.replace(/\.wav$/, ''),
    kind,
    samples: readWav(readFileSync(new URL(file, FOLDER))).samples,
    beepMs,
  }));
}
