/** Which scenarios the pacing table holds, what is asked of each, and which of them the pacer was tuned on. */

export interface TableRow {
  readonly scenario: string;
  readonly seeds: number;
  /** Length of a run; the cap must hold in every seed of those of 8 hours. */
  readonly hours: number;
  /** Talk minutes an agent-hour that are asked for; null where another figure is asked for. */
  readonly talk: number | null;
  /** Occupancy in percent that is asked for (the memoryless optimum less what may be missed). */
  readonly occupancy: number | null;
  /** Looked at while constants were chosen; the others are reported apart. */
  readonly tuned: boolean;
}

const tuned = { tuned: true };
const row = (
  scenario: string,
  seeds: number,
  asked: {
    readonly talk?: number;
    readonly occupancy?: number;
    readonly tuned?: boolean;
    readonly hours?: number;
  } = {},
): TableRow => ({ scenario, seeds, hours: 8, talk: null, occupancy: null, tuned: false, ...asked });

export const TABLE: readonly TableRow[] = [
  row('agents-5-answer-10', 32, { talk: 37.5, ...tuned }),
  row('agents-5-answer-30', 32, { talk: 41 }),
  row('agents-5-answer-50', 32, { talk: 44.5 }),
  row('agents-20-answer-10', 8, { talk: 46, ...tuned }),
  row('agents-20-answer-30', 8, { talk: 47, ...tuned }),
  row('agents-20-answer-50', 8, { talk: 47.7 }),
  row('agents-100-answer-30', 8, { talk: 51, ...tuned }),
  row('agents-500-answer-30', 8, { talk: 51.5, ...tuned }),
  row('steps', 8, { talk: 44.5, ...tuned }),
  row('cold-30-minutes', 32, { talk: 46, hours: 0.5, ...tuned }),
  row('breaks', 8, { talk: 49, ...tuned }),
  row('memoryless-5-answer-10', 32, { occupancy: 74.5 }),
  row('memoryless-5-answer-30', 32, { occupancy: 81.7, ...tuned }),
  row('memoryless-5-answer-50', 32, { occupancy: 85.9 }),
  row('memoryless-20-answer-10', 8, { occupancy: 88.3 }),
  row('memoryless-20-answer-30', 8, { occupancy: 89.6, ...tuned }),
  row('memoryless-20-answer-50', 8, { occupancy: 90.7 }),
  row('memoryless-100-answer-30', 8, { occupancy: 96.1 }),
  row('drift', 8),
  row('two-kinds-of-talk', 8),
  row('unequal-agents', 8),
  row('caps', 8),
  row('carrier-outage', 8),
  row('two-campaigns', 8),
  row('machines-screened', 8),
  row('five-percent-list', 8),
  row('long-talks', 8),
  row('list-changes-5-to-60', 8),
  row('late-answers', 8),
  row('short-exponential-talks', 8),
  row('outage-on-a-large-floor', 8),
  row('shared-and-drifting', 8),
  row('half-leave-at-noon', 8),
];

/** Written after the last constant was chosen, to find what breaks the pacer: run by name, or with `--all`. */
export const LATER: readonly TableRow[] = [
  row('waves-of-agents', 8),
  row('ten-rich-minutes-an-hour', 8),
  row('ring-doubles', 8),
  row('talk-halves-and-doubles', 8),
  row('machines-jump', 8),
  row('stalling-trunk', 8),
  row('three-agents', 8),
  row('two-lists-by-turns', 8),
  row('steps-on-a-large-floor', 8),
  row('sawtooth-list', 8),
  row('poor-start', 8),
  row('half-away-each-hour', 8),
  row('impatient-people', 8),
];

/** Any file of packages/engine/scenarios; one that the table does not hold is asked for nothing but the cap. */
export function rowNamed(scenario: string): TableRow {
  return [...TABLE, ...LATER].find((known) => known.scenario === scenario) ?? row(scenario, 8);
}
