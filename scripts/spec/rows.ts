/** Which tests hold which requirement rows, and whether they do: pure, from the rows and a test report. */

export interface Row {
  readonly id: string;
  readonly topic: string;
  readonly requirement: string;
}

/** The parts of vitest's JSON report that are read here. */
export interface TestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly meta?: { readonly assertions?: number };
    }[];
  }[];
}

export interface NamedTest {
  readonly file: string;
  readonly name: string;
  /** `hollow`: it passed and asserted nothing. */
  readonly state: 'passed' | 'failed' | 'hollow' | 'skipped';
}

/** `held` needs a test that passed and asserted something, and none that failed. */
export interface RowState {
  readonly row: Row;
  readonly state: 'held' | 'failed' | 'hollow' | 'open';
  readonly tests: readonly NamedTest[];
}

/** Ids of the families that the rows come from: `UTF-8` is none. */
const rowIds = (rows: readonly Row[]): RegExp =>
  new RegExp(`\\b(?:${[...new Set(rows.map(({ id }) => id.replace(/-.*/, '')))].join('|')})-\\d+\\b`, 'g');

type Told = TestReport['testResults'][number]['assertionResults'][number];

function stateOf({ status, meta }: Told): NamedTest['state'] {
  if (status === 'failed') return 'failed';
  if (status !== 'passed') return 'skipped';
  return (meta?.assertions ?? 0) > 0 ? 'passed' : 'hollow';
}

function rowState(tests: readonly NamedTest[]): RowState['state'] {
  const some = (state: NamedTest['state']): boolean => tests.some((test) => test.state === state);
  if (some('failed')) return 'failed';
  if (some('passed')) return 'held';
  return some('hollow') ? 'hollow' : 'open';
}

export function readRows(
  rows: readonly Row[],
  report: TestReport,
  root: string,
): { rows: RowState[]; unknownIds: string[] } {
  const tests = new Map<string, NamedTest[]>(rows.map(({ id }) => [id, []]));
  const unknownIds = new Set<string>();
  const ids = rowIds(rows);
  for (const { name: path, assertionResults } of report.testResults) {
    const file = path.startsWith(root) ? path.slice(root.length).replace(/^\//, '') : path;
    for (const told of assertionResults) {
      const test: NamedTest = { file, name: told.fullName, state: stateOf(told) };
      for (const id of new Set(told.fullName.match(ids) ?? [])) {
        const named = tests.get(id);
        if (named === undefined) unknownIds.add(id);
        else named.push(test);
      }
    }
  }
  return {
    rows: rows.map((row) => {
      const named = tests.get(row.id) ?? [];
      return { row, state: rowState(named), tests: named };
    }),
    unknownIds: [...unknownIds].sort(),
  };
}

const MARKS: Readonly<Record<RowState['state'], string>> = {
  held: 'held',
  failed: 'FAILED',
  hollow: 'ASSERTS NOTHING',
  open: 'open',
};

const plural = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;

/** The table for people: a line a row, its files beneath, and the rows that are still open at the end. */
export function tableOf(rows: readonly RowState[]): string {
  const lines: string[] = [];
  for (const { row, state, tests } of rows) {
    const passed = tests.filter((test) => test.state === 'passed').length;
    const count = tests.length === 0 ? 'no test' : `${passed} of ${plural(tests.length, 'test')} passed`;
    lines.push(`${row.id.padEnd(7)}${MARKS[state].padEnd(17)}${count.padEnd(24)}${row.requirement}`);
    const files = new Map<string, number>();
    for (const { file } of tests) files.set(file, (files.get(file) ?? 0) + 1);
    for (const [file, n] of files) lines.push(`${' '.repeat(24)}${String(n).padStart(4)} ${file}`);
    for (const test of tests) {
      if (test.state !== 'passed') lines.push(`${' '.repeat(24)}${test.state}: ${test.name} (${test.file})`);
    }
  }
  const of = (state: RowState['state']): string[] => rows.filter((row) => row.state === state).map(({ row }) => row.id);
  const open = of('open');
  lines.push('', `Still open: ${open.length === 0 ? 'none' : open.join(', ')}.`);
  for (const state of ['hollow', 'failed'] as const) {
    if (of(state).length > 0) lines.push(`${MARKS[state]}: ${of(state).join(', ')}.`);
  }
  lines.push(`${of('held').length} of ${rows.length} rows held.`);
  return lines.join('\n');
}
