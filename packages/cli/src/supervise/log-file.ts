/** A process's log: bounded, its owner's alone, and never a reason to fall over; what a full disk does not take is lost. */
import { createWriteStream, mkdirSync, renameSync, statSync, type WriteStream } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from '@outdial/shared';

/** A file that has grown past this becomes `FILE.1`, in the place of an older one. */
const MAX_BYTES = 64 * 1024 * 1024;
/** A file that could not be written is tried again after so long. */
const TRY_AGAIN_MS = 2_000;

export interface LogFile {
  write(chunk: Buffer): void;
  close(): Promise<void>;
}

export function openLogFile(file: string, clock: Clock, maxBytes = MAX_BYTES): LogFile {
  let stream: WriteStream | null = null;
  let bytes = 0;
  let notBeforeMs = Number.NEGATIVE_INFINITY;

  function open(): WriteStream | null {
    if (clock.nowMs() < notBeforeMs) return null;
    try {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    } catch {
      notBeforeMs = clock.nowMs() + TRY_AGAIN_MS;
      return null;
    }
    const opened = createWriteStream(file, { flags: 'a', mode: 0o600 });
    opened.on('error', () => {
      if (stream !== opened) return;
      stream = null;
      notBeforeMs = clock.nowMs() + TRY_AGAIN_MS;
    });
    return opened;
  }

  function turnOver(): void {
    stream?.end();
    stream = null;
    try {
      renameSync(file, `${file}.1`);
    } catch {
      // It is written on where it is.
    }
  }

  return {
    write(chunk) {
      stream ??= open();
      if (stream === null) return;
      stream.write(chunk);
      bytes += chunk.byteLength;
      if (bytes > maxBytes) turnOver();
    },
    close() {
      const last = stream;
      stream = null;
      if (last === null) return Promise.resolve();
      return new Promise((resolve) => {
        last.once('close', () => resolve());
        last.end();
      });
    },
  };
}
