/** The pacing table's lines: what a row reached beside what it is asked for. */
import type { SeedResult, Summary } from '../simulate/index.ts';
import type { TableRow } from './pacing-table.ts';

/** Of all live answers, at the end of the run. */
const CAP = 0.03;
/** At any moment after the 200th live answer. */
const AFTER_200 = 0.035;

const percent = (ratio: number): string => (100 * ratio).toFixed(2).padStart(5);

export function heading(tuned: boolean): string {
  const title = tuned ? 'Looked at while constants were chosen' : 'The others';
  return `\n${title}\nscenario                  seeds  talk min/h      occupancy %     abandoned % (worst)  after 200, worst (seeds over)  dials  verdict\n`;
}

const over = (seeds: readonly SeedResult[]): number => seeds.filter((seed) => seed.worstAfter200 > AFTER_200).length;

export function rowLine(row: TableRow, summary: Summary, seeds: readonly SeedResult[]): string {
  const { talkMinutesPerHour: talk, occupancy, abandonRatio, dialsPerConversation } = summary;
  return (
    `${row.scenario.padEnd(25)} ${String(summary.seeds).padStart(5)}  ` +
    `${talk.mean.toFixed(2).padStart(5)} ± ${talk.plusMinus.toFixed(2).padStart(4)}   ` +
    `${percent(occupancy.mean)} ± ${percent(occupancy.plusMinus)}   ` +
    `${percent(abandonRatio.mean)} (${percent(summary.worstSeedAbandonRatio)})        ` +
    `${percent(summary.worstAfter200)} (${over(seeds)})              ` +
    `${dialsPerConversation.mean.toFixed(1).padStart(5)}  ${verdict(row, summary)}\n`
  );
}

export function verdict(row: TableRow, summary: Summary): string {
  const missed: string[] = [];
  if (summary.abandonRatio.mean > CAP) missed.push('mean abandoned');
  if (summary.worstSeedAbandonRatio > CAP && row.hours >= 8) missed.push('a seed abandoned');
  if (summary.worstAfter200 > AFTER_200) missed.push('after 200');
  if (row.talk !== null && summary.talkMinutesPerHour.mean < row.talk) missed.push(`talk < ${row.talk}`);
  if (row.occupancy !== null && 100 * summary.occupancy.mean < row.occupancy)
    missed.push(`occupancy < ${row.occupancy}`);
  return missed.length === 0 ? 'holds' : `misses: ${missed.join(', ')}`;
}

/** The row as JSON, seed by seed too. */
export function rowOfReport(row: TableRow, summary: Summary, seeds: readonly SeedResult[]): unknown {
  return {
    scenario: row.scenario,
    tuned: row.tuned,
    verdict: verdict(row, summary),
    seedsOver35After200: over(seeds),
    ...summary,
    talkBySeed: seeds.map((seed) => Number(seed.talkMinutesPerHour.toFixed(2))),
    abandonRatioBySeed: seeds.map((seed) => Number(seed.abandonRatio.toFixed(5))),
  };
}
