/**
 * Our own export of contacts, read again: its headings say what each column is, and cells that `csv-line.ts` kept from being
 * taken for formulas are what they were. What it tells of a campaign is of then, and is left out.
 */
import { plainCell } from './csv-line.ts';
import type { Layout } from './layout.ts';

export const CONTACT_COLUMNS = ['contact', 'number', 'other numbers', 'name', 'country', 'time zone', 'priority'];
export const PLACE_COLUMNS = ['campaign', 'status', 'progress', 'attempts', 'last outcome', 'next at', 'reason'];
const OWN = [...CONTACT_COLUMNS, ...PLACE_COLUMNS];
const at = (column: string): number => OWN.indexOf(column);

/** Null: the file is somebody else's. */
export function ownLayout(headings: readonly string[] | null): Partial<Layout> | null {
  if (headings === null || OWN.some((column, place) => headings[place] !== column)) return null;
  return {
    // A field may be called as one of our own columns is: those are no fields.
    names: [...OWN, ...headings.slice(OWN.length).map(plainCell)],
    phone: at('number'),
    others: [at('other numbers')],
    name: [at('name')],
    timeZone: at('time zone'),
    priority: at('priority'),
    firstField: OWN.length,
  };
}
