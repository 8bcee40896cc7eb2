/** What the lab wrote down: the carrier's own list of the calls that it got, and how they ended there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findAsterisk } from '@outdial/engine';

export interface LabCall {
  /** When it reached the carrier. */
  atMs: number;
  number: string;
  fate: string;
}

export interface LabEnd {
  atMs: number;
  number: string;
  ended: { answeredAtMs: number | null; heardFrames: number; by: 'contact' | 'outdial' };
}

export interface LabLedger {
  calls: LabCall[];
  ends: LabEnd[];
}

/** Where no Asterisk is, what needs one is named and counted as skipped. */
export const noAsterisk: boolean = findAsterisk() === null;

export function readLabLedger(folder: string): LabLedger {
  const lines = readFileSync(join(folder, 'carrier-ledger.jsonl'), 'utf8').trim().split('\n');
  const entries = lines.map((line) => JSON.parse(line) as LabCall | LabEnd);
  return {
    calls: entries.filter((entry): entry is LabCall => 'fate' in entry),
    ends: entries.filter((entry): entry is LabEnd => 'ended' in entry),
  };
}
