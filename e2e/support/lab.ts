/** What the lab wrote down: the carrier's own list of the calls that it got, and how they ended there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findAsterisk } from '@outdial/engine';
import { type Demo, until } from './program.ts';
import { query } from './store.ts';

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

export interface LabAttempt {
  id: string;
  number: string;
  state: string;
  outcome: string | null;
  liveEnd: string | null;
  endedBy: string | null;
  detail: string | null;
  talkMs: number;
  connectedAt: number | null;
  endedAt: number | null;
}

export function readAttempts(folder: string): LabAttempt[] {
  return query<LabAttempt>(
    folder,
    `select id, number, state, outcome, live_end as liveEnd, ended_by as endedBy, detail, talk_ms as talkMs,
      connected_at as connectedAt, ended_at as endedAt from attempts`,
  );
}

/** Both faults of the lab strike with so much under way. */
export async function untilBusy(demo: Demo): Promise<void> {
  await until('20 calls are up, 8 of them connected', async () => {
    const calls = await demo.client.call('calls');
    return calls.length >= 20 && calls.filter(({ state }) => state === 'connected').length >= 8 ? true : null;
  });
}
