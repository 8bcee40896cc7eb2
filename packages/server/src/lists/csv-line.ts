/** A row of CSV that no spreadsheet takes for a formula: a cell that begins like one gets an apostrophe before it. */

/**
 * Blanks before it and the wide signs of East Asian keyboards do not keep a spreadsheet from it. What begins with an
 * apostrophe before such a sign gets one more, so that `plainCell` gives back what was there.
 */
const FORMULA = /^'*(\s*[=+\-@＝＋－＠]|[\t\r\n])/;
const QUOTED = /[",\r\n]|^\s|\s$/;

export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cellText).join(',')}\r\n`;
}

function cellText(cell: string | number | null): string {
  if (cell === null) return '';
  // A number that we counted is one.
  if (typeof cell === 'number') return String(cell);
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The cell as it was before `csvLine` made it safe. */
export const plainCell = (cell: string): string =>
  cell.startsWith("'") && FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell;

/** ISO 8601, in UTC; empty where there is none. */
export const csvTime = (atMs: number | null): string => (atMs === null ? '' : new Date(atMs).toISOString());
