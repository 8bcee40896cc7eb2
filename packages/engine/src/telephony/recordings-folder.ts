/** A folder of recordings: each file is written beside its name and moved there, so that none is ever seen half. */
import { mkdirSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeepRecording } from './simulated/recorder.ts';

/** A call's id is a file's name, and no path. */
const recordingName = (callId: string): string => `${callId.replace(/[^\w-]/g, '_').slice(0, 100)}.wav`;

export function recordingsFolder(folder: string, say: (words: string) => void): KeepRecording {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return (name, wav, done) => {
    const file = recordingName(name);
    const path = join(folder, file);
    writeFile(`${path}.part`, wav, { mode: 0o600 })
      .then(() => rename(`${path}.part`, path))
      .then(
        () => done(file),
        (error: unknown) => {
          say(`the recording ${path} could not be written (${String(error)}): is the disk full?`);
          done(null);
        },
      );
  };
}
