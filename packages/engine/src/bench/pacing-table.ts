/** Which scenarios the pacing table holds, what is asked of each, and which of them the pacer was tuned on. */

export interface TableRow {
  readonly scenario: string;
  readonly seeds: number;
  /** Talk minutes an hour that issue 3 asks for; null where another figure is asked for. */
  readonly talk: number | null;
  /** Occupancy in percent that is asked for (the memoryless optimum less what may be missed). */
  readonly occupancy: number | null;
  /** Looked at while constants were chosen; the others are reported apart. */
  readonly tuned: boolean;
}

const row = (
  scenario: string,
  seeds: number,
  talk: number | null,
  occupancy: number | null,
  tuned: boolean,
): TableRow => ({
  scenario,
  seeds,
  talk,
  occupancy,
  tuned,
});

export const TABLE: readonly TableRow[] = [
  row('agents-5-answer-10', 32, 37.5, null, true),
  row('agents-5-answer-30', 32, 41, null, false),
  row('agents-5-answer-50', 32, 44.5, null, false),
  row('agents-20-answer-10', 8, 46, null, true),
  row('agents-20-answer-30', 8, 47, null, true),
  row('agents-20-answer-50', 8, 47.7, null, false),
  row('agents-100-answer-30', 8, 51, null, false),
  row('agents-500-answer-30', 8, 51.5, null, true),
  row('steps', 8, 44.5, null, true),
  row('cold-30-minutes', 32, 46, null, true),
  row('breaks', 8, 49, null, false),
  row('memoryless-5-answer-10', 32, null, 74.5, false),
  row('memoryless-5-answer-30', 32, null, 81.7, false),
  row('memoryless-5-answer-50', 32, null, 85.9, false),
  row('memoryless-20-answer-10', 8, null, 88.3, false),
  row('memoryless-20-answer-30', 8, null, 89.6, true),
  row('memoryless-20-answer-50', 8, null, 90.7, false),
  row('memoryless-100-answer-30', 8, null, 96.1, false),
  row('drift', 8, null, null, false),
  row('two-kinds-of-talk', 8, null, null, false),
  row('unequal-agents', 8, null, null, false),
  row('caps', 8, null, null, false),
  row('carrier-outage', 8, null, null, false),
  row('two-campaigns', 8, null, null, false),
  row('machines-screened', 8, null, null, false),
  row('five-percent-list', 8, null, null, false),
  row('long-talks', 8, null, null, false),
];
