/** One row of a file as a contact, or why it is none. */
import type { CountryCode } from 'libphonenumber-js/max';
import type { NewContact } from '../store/port.ts';
import type { Layout } from './layout.ts';
import { readPhone } from './phone.ts';

/** A column that holds anything but zones is not remembered for ever. */
const MOST_ZONES = 1_000;

export type Row = { ok: true; contact: NewContact } | { ok: false; column: string | null; reason: string };

/** Reads the rows of one file: a time zone is looked up once, and not for each of a million. */
export function rowReader(): (cells: readonly string[], layout: Layout, country: CountryCode) => Row {
  const zones = new Map<string, string | null>();
  const zoneOf = (cell: string): string | null => {
    const known = zones.get(cell);
    if (known !== undefined) return known;
    const zone = timeZone(cell);
    if (zones.size < MOST_ZONES) zones.set(cell, zone);
    return zone;
  };
  return (cells, layout, country) => readRow(cells, layout, country, zoneOf);
}

function readRow(
  cells: readonly string[],
  layout: Layout,
  country: CountryCode,
  zoneOf: (cell: string) => string | null,
): Row {
  const { names, phone } = layout;
  const surplus = cells.slice(names.length);
  // Spreadsheets like to end rows with empty cells.
  if (surplus.some((cell) => cell.trim() !== '')) {
    return { ok: false, column: null, reason: `${cells.length} columns where there should be ${names.length}` };
  }
  const read = readPhone(cells[phone] ?? '', country);
  if (!read.ok) return { ok: false, column: names[phone] ?? null, reason: read.reason };
  const others = layout.others.flatMap((column) =>
    severalNumbers(cells[column] ?? '').flatMap((cell) => {
      const other = readPhone(cell, country);
      return other.ok && other.number !== read.number ? [other.number] : [];
    }),
  );
  const words = layout.name.map((column) => (cells[column] ?? '').trim()).filter((word) => word !== '');
  return {
    ok: true,
    contact: {
      number: read.number,
      ...(others.length === 0 ? {} : { otherNumbers: [...new Set(others)] }),
      name: words.join(' ').slice(0, 200),
      country: read.country,
      timeZone: zoneOf(at(cells, layout.timeZone)),
      priority: priority(at(cells, layout.priority)),
      fields: Object.fromEntries(
        names
          .map((name, column) => [name, cells[column] ?? ''])
          .filter((_, column) => column !== phone && column >= layout.firstField),
      ),
    },
  };
}

/** One cell may hold several further numbers, with a blank before each plus, as our own export writes them. */
const severalNumbers = (cell: string): string[] => cell.split(/\s+(?=\+)/);

const at = (cells: readonly string[], column: number | null): string =>
  column === null ? '' : (cells[column] ?? '').trim();

/** GCC-6: 0 to 255; what is no such number stays a field and has no priority. */
function priority(cell: string): number {
  return /^\d{1,3}$/.test(cell) && Number(cell) <= 255 ? Number(cell) : 0;
}

function timeZone(cell: string): string | null {
  if (cell === '') return null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: cell }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}
