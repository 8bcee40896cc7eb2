/** A file of consents: number, the day on which each was given, where its proof is, and what it is for. */
import type { NewConsent } from '../store/port.ts';
import { readPhone } from './phone.ts';
import type { ReadRow, RowKind } from './read-file.ts';
import { columnNamed } from './same-name.ts';

const GIVEN = /^(given([ _-]?(at|on))?|date|consent[ _-]?date|consented([ _-]?(at|on))?)$/i;
const EXPIRES = /^(expires?([ _-]?(at|on))?|expiry|until|valid[ _-]?until)$/i;
const PROOF = /^(proof|evidence|source|reference|preuve|nachweis)$/i;
const USE = /^(use|purpose|usage|zweck|finalidad)$/i;

export const consentRows = (
  all: { use: string; proof: string | null; recordedAtMs: number },
  write: RowKind<NewConsent>['write'],
): RowKind<NewConsent> => ({
  // One number may have agreed to several uses.
  repeats: true,
  write,
  read(cells, layout, country): ReadRow<NewConsent> {
    const no = (column: string | null, reason: string) => ({ ok: false, column, reason }) as const;
    const named = (pattern: RegExp): string => (cells[columnNamed(layout.names, pattern)] ?? '').trim();
    const phone = readPhone(cells[layout.phone] ?? '', country);
    if (!phone.ok) return no(layout.names[layout.phone] ?? null, phone.reason);
    const givenAtMs = instantOf(named(GIVEN));
    if (givenAtMs === null) return no('given', 'the day on which it was given is missing or is no date: 2026-10-14');
    if (givenAtMs > all.recordedAtMs) return no('given', 'it lies in the future');
    const expires = named(EXPIRES);
    const expiresAtMs = instantOf(expires);
    if (expires !== '' && expiresAtMs === null) return no('expires', 'no date: 2026-10-14');
    const proof = named(PROOF) || all.proof;
    if (proof === null) return no('proof', 'where the proof is, is not said: without one it is no consent');
    const use = named(USE) || all.use;
    const value = { number: phone.number, use, givenAtMs, expiresAtMs, proof, recordedAtMs: all.recordedAtMs };
    return { ok: true, number: phone.number, value, fields: { use, proof, given: named(GIVEN), expires } };
  },
});

/** A day is taken from its beginning (UTC) on: what expires on a day does so when that day begins. */
function instantOf(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/.test(text)) return null;
  const atMs = Date.parse(text.length === 10 ? `${text}T00:00:00Z` : text);
  return Number.isNaN(atMs) ? null : atMs;
}
