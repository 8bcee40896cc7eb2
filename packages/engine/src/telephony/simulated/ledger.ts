/** The carrier's own book: every call that it received, on disk before anything else happens to it. */
import { closeSync, fstatSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import type { AttemptId, CallId, CampaignId, E164 } from '@outdial/shared';

export interface LedgerEntry {
  readonly atMs: number;
  readonly attemptId: AttemptId;
  readonly callId: CallId;
  readonly campaignId: CampaignId;
  readonly number: E164;
}

export interface Ledger {
  /** Returns when the entry is with the operating system: a killed process loses none of them. False where it could not be written. */
  write(entry: LedgerEntry): boolean;
  close(): void;
}

/** Keeps no book: for load tests, in which only the carrier's speed counts. */
export const NO_LEDGER: Ledger = { write: () => true, close: () => undefined };

/** Appends one JSON line a call. A line torn by an earlier death is ended first, so that it spoils no other. */
export function openLedger(path: string): Ledger {
  const file = openSync(path, 'a+', 0o600);
  let torn = endsTorn(file);
  let open = true;
  return {
    write({ atMs, attemptId, callId, campaignId, number }) {
      if (!open) return false;
      const line = `${torn ? '\n' : ''}${JSON.stringify({ atMs, attemptId, callId, campaignId, number })}\n`;
      // A disk that fills up takes a part of a line without an error, and refuses the next.
      torn = !wrote(file, line);
      return !torn;
    },
    close() {
      if (open) closeSync(file);
      open = false;
    },
  };
}

function wrote(file: number, line: string): boolean {
  try {
    return writeSync(file, line) === Buffer.byteLength(line);
  } catch {
    return false;
  }
}

function endsTorn(file: number): boolean {
  const { size } = fstatSync(file);
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  readSync(file, last, 0, 1, size - 1);
  return last[0] !== 0x0a;
}

export interface LedgerContents {
  readonly entries: readonly LedgerEntry[];
  /** Lines, from 1, that hold no whole entry: torn by a death of the machine, or damaged. */
  readonly tornLines: readonly number[];
}

/** Reads a ledger, whole or torn. Throws what the file system throws where it cannot be read. */
export function readLedger(path: string): LedgerContents {
  const entries: LedgerEntry[] = [];
  const tornLines: number[] = [];
  for (const [index, line] of readFileSync(path, 'utf8').split('\n').entries()) {
    if (line === '') continue;
    const entry = parseEntry(line);
    if (entry === null) tornLines.push(index + 1);
    else entries.push(entry);
  }
  return { entries, tornLines };
}

function parseEntry(line: string): LedgerEntry | null {
  try {
    const value: unknown = JSON.parse(line);
    return isEntry(value) ? value : null;
  } catch {
    return null;
  }
}

function isEntry(value: unknown): value is LedgerEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { atMs, attemptId, callId, campaignId, number } = value as Record<string, unknown>;
  return (
    typeof atMs === 'number' && [attemptId, callId, campaignId, number].every((field) => typeof field === 'string')
  );
}
