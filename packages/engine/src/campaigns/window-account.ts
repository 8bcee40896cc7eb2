/**
 * The abandonment account of one campaign over its legal window: what the store says of the time before this engine, what
 * the engine has counted since, and the people whom detection is estimated to have lost, who count as abandoned too.
 */
import {
  type CampaignHistory,
  type LostEstimate,
  lostToDetection,
  type MachineVerdicts,
  NO_MACHINE_VERDICTS,
} from '@outdial/shared';

const DAY_MS = 86_400_000;
const WINDOW_MS: Readonly<Record<Window, number>> = {
  '24h': DAY_MS,
  '30d': 30 * DAY_MS,
  campaign: Number.POSITIVE_INFINITY,
};
const PARTS = 60;

type Window = '24h' | '30d' | 'campaign';

/** What fell into one part of the window; it counts until the part's end has passed out of the window. */
interface Part {
  endsAtMs: number;
  live: number;
  abandoned: number;
  ended: number;
}

export interface AccountFigures {
  readonly live: number;
  readonly abandoned: number;
  readonly lost: LostEstimate;
}

export class WindowAccount {
  #before: Part[] = [];
  #counted: Part[] = [];
  #corrected: Part[] = [];
  #checked = { people: 0, machines: 0 };
  #begun = false;

  /** What the store knows; heard once, because a later word would count this engine's own calls twice. */
  begin({ live, abandoned, verdicts = NO_MACHINE_VERDICTS, parts }: CampaignHistory): void {
    if (this.#begun) return;
    this.#begun = true;
    const { ended, people, machines } = verdicts;
    const forGood: Part = { endsAtMs: Number.POSITIVE_INFINITY, live, abandoned, ended };
    this.#before = parts?.map(({ atMs, ...part }) => ({ endsAtMs: atMs, ...part })) ?? [forGood];
    this.#checked = { people: this.#checked.people + people, machines: this.#checked.machines + machines };
  }

  /** A live answer that was connected or abandoned. */
  answered(window: Window, nowMs: number, abandoned: boolean): void {
    const part = partAt(this.#counted, window, nowMs);
    part.live += 1;
    if (abandoned) part.abandoned += 1;
  }

  /** What counted as a live answer was a machine, by the word of the agent who had it. */
  wasMachine(window: Window, nowMs: number, abandoned: boolean): void {
    const part = partAt(this.#corrected, window, nowMs);
    part.live -= 1;
    if (abandoned) part.abandoned -= 1;
  }

  /** The verdict *machine* ended a call, unheard. */
  verdictEnded(window: Window, nowMs: number): void {
    partAt(this.#counted, window, nowMs).ended += 1;
  }

  /** An agent heard a call with the verdict *machine*. */
  checked(was: 'person' | 'machine'): void {
    this.#checked[was === 'person' ? 'people' : 'machines'] += 1;
  }

  figures(window: Window, nowMs: number): AccountFigures {
    const all = [...this.#before, ...this.#counted, ...this.#corrected];
    const { live, abandoned, ended } = sumOf(all, window, nowMs);
    return { live: Math.max(0, live), abandoned, lost: lostToDetection(this.#verdicts(ended)) };
  }

  /** What a pacer that has counted this engine's answers by itself must be told beside them. */
  besidePacer(window: Window, nowMs: number): { live: number; abandoned: number } {
    const { people } = this.figures(window, nowMs).lost;
    const { live, abandoned } = sumOf([...this.#before, ...this.#corrected], window, nowMs);
    return { live: live + people, abandoned: abandoned + people };
  }

  #verdicts(ended: number): MachineVerdicts {
    return { ended, ...this.#checked };
  }
}

function partAt(parts: Part[], window: Window, nowMs: number): Part {
  const last = parts.at(-1);
  if (last !== undefined && nowMs < last.endsAtMs) return last;
  while (parts.length > 0 && isOver(parts[0], window, nowMs)) parts.shift();
  const part: Part = { endsAtMs: nowMs + WINDOW_MS[window] / PARTS, live: 0, abandoned: 0, ended: 0 };
  parts.push(part);
  return part;
}

const isOver = (part: Part | undefined, window: Window, nowMs: number): boolean =>
  part !== undefined && part.endsAtMs < nowMs - WINDOW_MS[window];

function sumOf(parts: readonly Part[], window: Window, nowMs: number): Omit<Part, 'endsAtMs'> {
  const sum = { live: 0, abandoned: 0, ended: 0 };
  for (const part of parts) {
    if (isOver(part, window, nowMs)) continue;
    sum.live += part.live;
    sum.abandoned += part.abandoned;
    sum.ended += part.ended;
  }
  return sum;
}
