/** What goes between the run and the thread that hears recordings for it. */
import type { MessagePort } from 'node:worker_threads';
import type { Hearing } from './hearing.ts';

export interface HearingStart {
  /** Of the run: the carrier's sounds are mixed from it. */
  readonly seed: number;
  /** Questions asked, answers given: each side waits on the other's. */
  readonly counts: Int32Array<SharedArrayBuffer>;
  readonly port: MessagePort;
}

export interface HearingQuestion {
  readonly name: string;
  readonly repeats: boolean;
  /** When it is wanted: the earliest comes first. */
  readonly dueMs: number;
}

export interface HearingAnswer {
  readonly name: string;
  readonly hearing: Hearing;
}
