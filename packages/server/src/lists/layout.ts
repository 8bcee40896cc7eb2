/** What the columns of a file are: headings or not, which one holds the numbers, which ones the name and the priority. */
import { ProblemError } from '@outdial/shared';
import { phoneShare, usualWidth } from './delimiter.ts';
import { ownLayout } from './own-export.ts';
import { looksLikePhone } from './phone.ts';
import type { ImportOptions } from './port.ts';
import { sameName } from './same-name.ts';

export interface Layout {
  /** Null: the first row is data. */
  headings: readonly string[] | null;
  /** One for each column, unique: the headings, or `column 1`, `column 2`… */
  names: readonly string[];
  /** From 0. */
  phone: number;
  /** Further numbers of the same contact, in the order of the file. */
  others: readonly number[];
  /** Columns that together make the contact's name. */
  name: readonly number[];
  priority: number | null;
  timeZone: number | null;
  /** Columns before it are no fields of the contact. */
  firstField: number;
}

/** Each is a field of every contact. */
const MOST_COLUMNS = 1_000;

const PHONE = /phone|t[eé]l(?!l)|mobile?|handy|cell|gsm|msisdn|portable|rufnummer|\bcall(ing)? ?number|\bfon\b/i;
const NUMBER = /^(number|num[eé]ro|n[uú]mero|nummer|numer|numeris|contact ?number)$/i;
const FIRST_NAME = /^(first[ _-]?name|given[ _-]?name|pr[eé]nom|vorname|nombre|imi[eę])$/i;
const LAST_NAME = /^(last[ _-]?name|surname|family[ _-]?name|nom de famille|nachname|apellidos?|nazwisko)$/i;
const FULL_NAME =
  /^(name|full[ _-]?name|contact([ _-]?name)?|customer([ _-]?name)?|nom|nom complet|kunde|cliente|nome)$/i;
const PRIORITY = /^(priority|priorit[eé]|priorit[aä]t|prioridad|priorytet)$/i;
const TIME_ZONE = /^(time[ _-]?zone|fuseau( horaire)?|zeitzone|zona horaria)$/i;

/** The columns that the caller named; what is left out is found. */
type AskedColumns = Pick<
  ImportOptions,
  'headings' | 'column' | 'otherColumns' | 'nameColumn' | 'priorityColumn' | 'timeZoneColumn'
>;

/** Throws `invalid-file` where the column that was asked for is not there, or none can be found. */
export function detectLayout(rows: readonly (readonly string[])[], asked: AskedColumns): Layout {
  const first = rows[0] ?? [];
  const hasHeadings = asked.headings === 'auto' ? firstRowIsHeadings(rows, asked.column) : asked.headings === 'yes';
  const data = hasHeadings ? rows.slice(1) : rows;
  const headings = hasHeadings ? first.map((heading) => heading.trim()) : null;
  const width = headings?.length ?? usualWidth(rows);
  if (width > MOST_COLUMNS) {
    throw new ProblemError('invalid-file', `The file has ${width} columns; ${MOST_COLUMNS} are the most.`);
  }
  const names = uniqueNames(headings, width);
  const phone =
    asked.column === undefined ? findPhone(data, headings, names) : askedColumn(asked.column, headings, names);
  const find = (pattern: RegExp): number | null => {
    const at = headings?.findIndex((heading, column) => column !== phone && pattern.test(heading)) ?? -1;
    return at < 0 ? null : at;
  };
  const named = (column: string | undefined, pattern: RegExp): number | null =>
    column === undefined ? find(pattern) : askedColumn(column, headings, names);
  return {
    headings,
    names,
    phone,
    others: asked.otherColumns?.map((column) => askedColumn(column, headings, names)) ?? furtherPhones(headings, phone),
    name: asked.nameColumn === undefined ? nameColumns(find) : [askedColumn(asked.nameColumn, headings, names)],
    priority: named(asked.priorityColumn, PRIORITY),
    timeZone: named(asked.timeZoneColumn, TIME_ZONE),
    firstField: 0,
    ...(asksForColumns(asked) ? {} : ownLayout(headings)),
  };
}

const asksForColumns = ({ column, otherColumns, nameColumn, priorityColumn, timeZoneColumn }: AskedColumns): boolean =>
  [column, otherColumns, nameColumn, priorityColumn, timeZoneColumn].some((asked) => asked !== undefined);

const furtherPhones = (headings: readonly string[] | null, phone: number): number[] =>
  (headings ?? []).flatMap((heading, column) => (column !== phone && PHONE.test(heading) ? [column] : []));

function firstRowIsHeadings(rows: readonly (readonly string[])[], column: string | undefined): boolean {
  const [first, ...rest] = rows;
  if (first === undefined || first.some(looksLikePhone)) return false;
  if (column !== undefined && first.some((cell) => sameName(cell, column))) return true;
  if (first.some((cell) => PHONE.test(cell) || NUMBER.test(cell.trim()))) return true;
  // Words without a digit above a column of numbers.
  return first.some((cell, at) => cell.trim() !== '' && !/\d/.test(cell) && phoneShare(rest, at) >= 0.5);
}

function uniqueNames(headings: readonly string[] | null, width: number): string[] {
  const taken = new Set<string>();
  return Array.from({ length: width }, (_, column) => {
    const plain = headings?.[column] || `column ${column + 1}`;
    let name = plain;
    for (let copy = 2; taken.has(name); copy++) name = `${plain} (${copy})`;
    taken.add(name);
    return name;
  });
}

function askedColumn(asked: string, headings: readonly string[] | null, names: readonly string[]): number {
  const byName = headings?.findIndex((heading) => sameName(heading, asked)) ?? -1;
  if (byName >= 0) return byName;
  const byNumber = /^\d{1,6}$/.test(asked.trim()) ? Number(asked) : 0;
  if (byNumber >= 1 && byNumber <= names.length) return byNumber - 1;
  throw new ProblemError('invalid-file', `There is no column ${JSON.stringify(asked)}. ${columnsText(names)}`);
}

function findPhone(
  data: readonly (readonly string[])[],
  headings: readonly string[] | null,
  names: readonly string[],
): number {
  let best = { column: -1, score: 0 };
  for (const [column, name] of names.entries()) {
    const heading = headings === null ? '' : name;
    const named = PHONE.test(heading) ? 1 : NUMBER.test(heading) ? 0.25 : 0;
    const score = phoneShare(data, column) + named;
    if (score > best.score) best = { column, score };
  }
  if (best.column >= 0) return best.column;
  if (names.length === 1) return 0;
  throw new ProblemError(
    'invalid-file',
    `No column of telephone numbers was found; name it with \`column\`. ${columnsText(names)}`,
  );
}

const columnsText = (names: readonly string[]): string =>
  `The columns are ${names
    .slice(0, 20)
    .map((name) => JSON.stringify(name.slice(0, 60)))
    .join(', ')}${names.length > 20 ? ` and ${names.length - 20} more` : ''}.`;

function nameColumns(find: (pattern: RegExp) => number | null): number[] {
  const firstName = find(FIRST_NAME);
  const lastName = find(LAST_NAME);
  const full = find(FULL_NAME);
  if (firstName !== null && (lastName !== null || full !== null)) return [firstName, lastName ?? full ?? firstName];
  const one = full ?? lastName ?? firstName;
  return one === null ? [] : [one];
}
