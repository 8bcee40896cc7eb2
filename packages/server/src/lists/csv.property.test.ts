/** GT-5: whatever a file is written like, it is read back exactly; whatever bytes it holds, nothing crashes. */
import { ProblemError } from '@outdial/shared';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check, take } from './testing/csv.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** Cells with everything that CSV finds hard; letters of Latin-1, so that each encoding can write them. */
const cell = fc
  .array(fc.constantFrom('a', 'B', ' ', 'é', 'ß', 'ñ', '"', '""', ',', ';', '\t', '|', '\n', '\r\n', "'", '#', '='), {
    maxLength: 12,
  })
  .map((parts) => parts.join(''));

const file = fc.record({
  delimiter: fc.constantFrom(...DELIMITERS),
  newline: fc.constantFrom('\n', '\r\n', '\r'),
  quoteAll: fc.boolean(),
  headings: fc.boolean(),
  endsWithNewline: fc.boolean(),
  encoding: fc.constantFrom('utf-8', 'utf-8 with mark', 'utf-16le with mark', 'utf-16be with mark', 'latin-1'),
  pieceBytes: fc.constantFrom(1, 2, 3, 7, 4_096),
  phoneAt: fc.nat({ max: 3 }),
  rows: fc.array(fc.tuple(cell, cell, cell), { minLength: 2, maxLength: 30 }),
});
type File = typeof file extends fc.Arbitrary<infer F> ? F : never;

const phoneOf = (row: number): string =>
  `01 99 0${String(row)
    .padStart(5, '0')
    .replace(/(\d)(\d\d)(\d\d)/, '$1 $2 $3')}`;

function write({ delimiter, newline, quoteAll, headings, endsWithNewline, phoneAt, rows }: File): string {
  const quoted = (text: string): string =>
    quoteAll || /[",;\t|\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const lines = rows.map((cells, row) => cells.toSpliced(phoneAt, 0, phoneOf(row)));
  if (headings) lines.unshift(['x', 'y', 'z'].toSpliced(phoneAt, 0, 'phone'));
  return lines.map((cells) => cells.map(quoted).join(delimiter)).join(newline) + (endsWithNewline ? newline : '');
}

function encode(text: string, encoding: File['encoding']): Uint8Array {
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(text);
    case 'utf-8 with mark':
      return Buffer.from(`\ufeff${text}`);
    case 'utf-16le with mark':
      return Buffer.from(`\ufeff${text}`, 'utf16le');
    case 'utf-16be with mark':
      return Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
    case 'latin-1':
      return Buffer.from(text, 'latin1');
  }
}

describe('any CSV file', () => {
  it('GT-5: is read back exactly, whatever delimiter, quotes, line ends, headings, encoding and pieces', async () => {
    await fc.assert(
      fc.asyncProperty(file, async (f) => {
        const { report, contacts } = await take(encode(write(f), f.encoding), {}, f.pieceBytes);
        expect(report).toMatchObject({ rows: f.rows.length, accepted: f.rows.length, refused: [] });
        expect(report.headings === null).toBe(!f.headings);
        const names = f.headings
          ? ['x', 'y', 'z']
          : [1, 2, 3, 4].filter((n) => n !== f.phoneAt + 1).map((n) => `column ${n}`);
        expect(contacts.map(({ number, fields }) => ({ number, cells: names.map((name) => fields[name]) }))).toEqual(
          f.rows.map((cells, row) => ({ number: `+33${phoneOf(row).replaceAll(' ', '').slice(1)}`, cells })),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('GT-5: a refused row is told with the line on which it starts', async () => {
    await fc.assert(
      fc.asyncProperty(file, fc.nat(), async (f, pick) => {
        const wrong = pick % f.rows.length;
        const text = write(f);
        const written = text.replace(phoneOf(wrong), 'wrong');
        const before = written.slice(0, written.indexOf('wrong'));
        const { refused } = await check(encode(written, f.encoding), {
          column: `${f.phoneAt + 1}`,
          headings: f.headings ? 'yes' : 'no',
        });
        const ownCells = f.rows[wrong]?.slice(0, f.phoneAt).join('') ?? '';
        const lineEnds = (s: string): number => s.match(/\r\n|\r|\n/g)?.length ?? 0;
        expect(refused).toMatchObject([{ line: 1 + lineEnds(before) - lineEnds(ownCells) }]);
      }),
      { numRuns: 150 },
    );
  });

  it('GT-5: random bytes never crash it: a report, or a problem in words', async () => {
    const hostile = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc
        .string({ unit: fc.constantFrom('"', '\n', '\r', ',', ';', '1', '0', '+', 'é', ' '), maxLength: 400 })
        .map((s) => Buffer.from(s)),
    );
    await fc.assert(
      fc.asyncProperty(
        hostile,
        fc.constantFrom('yes', 'no', 'auto'),
        fc.constantFrom(1, 5, 64),
        async (bytes, headings, size) => {
          try {
            const report = await check(bytes, { headings }, size);
            expect(report.accepted + report.refusedTotal).toBe(report.rows);
          } catch (error) {
            expect(error).toBeInstanceOf(ProblemError);
            expect(error).toMatchObject({ code: 'invalid-file' });
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
