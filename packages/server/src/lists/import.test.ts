/** GT-5: call lists from CSV files as people really send them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ListId } from '@outdial/shared';
import { describe, expect, it } from 'vitest';
import { openDirectStore } from '../store/index.ts';
import { checkFile, importCsv, storeSink } from './index.ts';
import { AUTO, check, inPieces, take } from './testing/csv.ts';

describe('importing a call list', () => {
  it('GT-5: takes the delimiter by which the column that was asked for exists', async () => {
    const text = '""""\t"\n"\t01 99 00 00 00\t\n",a"\t\twrong\t';
    const { refused } = await check(Buffer.from(text), { column: '3', headings: 'no' });
    expect(refused).toMatchObject([{ line: 3 }]);
  });

  it('GT-5: tells each refused row with the line on which it starts, its column and the reason', async () => {
    const { report, contacts } = await take(
      [
        'Name;Phone;City',
        'Ann;01 23 45 67 89;Lyon',
        '',
        '"Bob\nthe Builder";+33 (1) 23.45-67.88;"Saint; Denis"',
        'Cyd;call me;Lyon',
        'Dan;;Lyon',
        '"Eve\r\nand\rco";12;Lyon',
        'Fay;0123456789;Lyon',
        'Guy;0123456787;Lyon;France',
        'Hal;0123456786;Lyon;;',
        'Ida;0223456785',
      ].join('\n'),
    );
    expect(report).toMatchObject({
      rows: 9,
      accepted: 4,
      duplicates: 1,
      refusedTotal: 5,
      headings: ['Name', 'Phone', 'City'],
      phoneColumn: 'Phone',
      delimiter: ';',
      encoding: 'utf-8',
    });
    expect(report.refused).toEqual([
      { line: 6, column: 'Phone', reason: 'only digits and ( ) + - . and blanks are accepted, not "c"' },
      { line: 7, column: 'Phone', reason: 'no telephone number' },
      { line: 8, column: 'Phone', reason: 'too short for a number of FR' },
      { line: 11, column: 'Phone', reason: 'the same number as on line 2' },
      { line: 12, column: null, reason: '4 columns where there should be 3' },
    ]);
    expect(contacts.map(({ number }) => number)).toEqual([
      '+33123456789',
      '+33123456788',
      '+33123456786',
      '+33223456785',
    ]);
    expect(contacts[1]).toMatchObject({ name: 'Bob\nthe Builder', fields: { City: 'Saint; Denis' }, country: 'FR' });
  });

  it.each([
    ['UTF-8 with a mark', Buffer.from('\ufeffname,phone\nZoé,0123456789\n'), 'utf-8', ','],
    ['UTF-16, little end first', Buffer.from('\ufeffname\tphone\nZoé\t0123456789\n', 'utf16le'), 'utf-16le', '\t'],
    ['UTF-16, big end first', Buffer.from('\ufeffname|phone\nZoé|0123456789', 'utf16le').swap16(), 'utf-16be', '|'],
    ['UTF-16 without a mark', Buffer.from('name;phone\nZoé;0123456789\n', 'utf16le'), 'utf-16le', ';'],
    ['Latin-1', Buffer.from('name;phone\r\nZoé;0123456789\r\n', 'latin1'), 'latin-1', ';'],
    ['an old Mac', Buffer.from('name,phone\rZoé,0123456789\r'), 'utf-8', ','],
  ])('GT-5: reads %s', async (_, bytes, encoding, delimiter) => {
    for (const size of [1, 3, 65_536]) {
      const { report, contacts } = await take(bytes, {}, size);
      expect(report).toMatchObject({ rows: 1, accepted: 1, encoding, delimiter });
      expect(contacts).toMatchObject([{ name: 'Zoé', number: '+33123456789' }]);
    }
  });

  it('GT-5: headings are told from data, or as the switch says', async () => {
    const bare = 'Ann,0123456789\nBob,0123456788\n';
    expect(await check(bare)).toMatchObject({ rows: 2, accepted: 2, headings: null, phoneColumn: 'column 2' });
    expect(await check(bare, { headings: 'yes' })).toMatchObject({ rows: 1, headings: ['Ann', '0123456789'] });
    const headed = 'who,contact me\nAnn,0123456789\n';
    expect(await check(headed)).toMatchObject({ rows: 1, accepted: 1, headings: ['who', 'contact me'] });
    expect(await check(headed, { headings: 'no' })).toMatchObject({ rows: 2, accepted: 1, refused: [{ line: 1 }] });
    expect(await check('phone\n')).toMatchObject({ rows: 0, headings: ['phone'] });
  });

  it('GT-5: the column of numbers is found by its heading, by what it holds, or taken as asked for', async () => {
    const two = 'id,mobile,fax\n1000001,0612345678,0123456789\n1000002,0612345679,0123456788\n';
    expect(await check(two)).toMatchObject({ phoneColumn: 'mobile', accepted: 2 });
    expect(await check(two, { column: 'FAX' })).toMatchObject({ phoneColumn: 'fax', accepted: 2 });
    expect(await check(two, { column: '3' })).toMatchObject({ phoneColumn: 'fax', accepted: 2 });
    await expect(check(two, { column: 'pager' })).rejects.toMatchObject({
      code: 'invalid-file',
      message: 'There is no column "pager". The columns are "id", "mobile", "fax".',
    });
    await expect(check('a,b\nx,y\n')).rejects.toMatchObject({ code: 'invalid-file' });
    await expect(check(two, { country: 'Narnia' })).rejects.toMatchObject({ code: 'malformed-parameter' });
  });

  it('GT-5: numbers are read by the country’s plan', async () => {
    const { contacts } = await take('phone\n(212) 555-0123\n+33 (0)1 23 45 67 89\n+1.212.555.0124\n', {
      country: 'us',
    });
    expect(contacts.map(({ number }) => number)).toEqual(['+12125550123', '+33123456789', '+12125550124']);
    const { contacts: french } = await take('phone\n0033 1 23 45 67 89\n01\u00a023\u202f45 67 88\n');
    expect(french.map(({ number }) => number)).toEqual(['+33123456789', '+33123456788']);
  });

  it('GCC-6: priority, time zone, first and last name are taken from their columns, and kept as fields', async () => {
    const { contacts } = await take(
      'First name,Last name,Phone,Priority,Time zone\nAnn,Lee,0123456789,255,Indian/Reunion\nBob,,0123456788,900,Mars\n',
    );
    expect(contacts).toMatchObject([
      { name: 'Ann Lee', priority: 255, timeZone: 'Indian/Reunion', fields: { Priority: '255' } },
      { name: 'Bob', priority: 0, timeZone: null },
    ]);
  });

  it('GT-5: a row that is broken is told, and reading goes on behind it', async () => {
    const broken =
      'name,phone\n"Ann,0123456789\n"Bob",0123456788\n"Cy"d,0123456787\nDi"a",0123456786\n"Eve,0123456785\n';
    expect(await check(broken)).toMatchObject({
      rows: 5,
      accepted: 2,
      refused: [
        { line: 2, reason: 'text after a closing quote' },
        { line: 4, reason: 'text after a closing quote' },
        { line: 6, reason: 'a quote is opened and never closed' },
      ],
    });
    const huge = `phone\n0123456789\n${'9'.repeat(700_000)}\n0123456788\n"${'x\n'.repeat(300_000)}`;
    const report = await check(huge, { maxRefused: 2 });
    expect(report.refused).toMatchObject([
      { line: 3, reason: 'the line is longer than 262144 characters' },
      { line: 5, reason: 'a quote is opened and never closed' },
    ]);
    expect(report).toMatchObject({ accepted: 2, refusedTotal: 300_001, rows: 300_003 });
  });

  it.each([
    ['nothing', '', 'The file is empty.'],
    ['blank lines', '\n \r\n\n', 'The file is empty.'],
    ['a ZIP archive', 'PK\x03\x04 and so on', /spreadsheet \(\.xlsx\); save it as CSV/],
    ['bytes that are no text', '\x01\x02\x00\x03\x04\x05\x06', /byte 3 is zero, so this is no text/],
  ])('GT-5: %s is refused in clear words', async (_, text, words) => {
    await expect(check(Buffer.from(text, 'latin1'))).rejects.toMatchObject({ code: 'invalid-file' });
    await expect(check(Buffer.from(text, 'latin1'))).rejects.toThrow(words);
  });

  it('a file on the disk is checked without throwing, whatever is wrong with it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'outdial-lists-'));
    const path = join(folder, 'list.csv');
    writeFileSync(path, 'phone\n0123456789\nx\n');
    expect(await checkFile(path, {})).toMatchObject({
      problem: null,
      rows: 2,
      accepted: 1,
      refused: [{ line: 3, column: 'phone' }],
    });
    writeFileSync(path, '');
    expect(await checkFile(path, {})).toMatchObject({ problem: 'The file is empty.', rows: 0, refused: [] });
    expect((await checkFile(join(folder, 'none.csv'), {})).problem).toMatch(/^The file cannot be read: ENOENT/);
    expect((await checkFile(folder, {})).problem).toMatch(/^The file cannot be read: EISDIR/);
    rmSync(folder, { recursive: true });
  });

  it('into the store: in the order of the file, numbers that the list has already are left out', async () => {
    const store = openDirectStore(':memory:');
    const listId = 'list-1' as ListId;
    await store.createList({ id: listId, name: 'List', createdAtMs: 1 });
    const rows = Array.from({ length: 2_500 }, (_, n) => `01990${String(n).padStart(5, '0')}`);
    const read = (file: string) =>
      importCsv({ source: inPieces(Buffer.from(file)), options: AUTO, sink: storeSink(store, listId) });
    expect(await read(`phone\n${rows.join('\n')}`)).toMatchObject({ rows: 2_500, accepted: 2_500, duplicates: 0 });
    expect(await read(`phone\n${rows.slice(0, 5).join('\n')}\n0123456789\n`)).toMatchObject({
      rows: 6,
      accepted: 1,
      duplicates: 5,
    });
    expect(await store.listById(listId)).toMatchObject({ contacts: 2_501 });
    expect(await store.contactById('c2500' as never)).toMatchObject({ number: '+33199002499' });
    await store.close();
  });
});
