import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { run, temporaryFolder } from './support/program.ts';

const temporary = temporaryFolder();
afterAll(temporary.remove);

async function check(name: string, content: string | Buffer, ...options: string[]) {
  const file = join(temporary.folder, name);
  writeFileSync(file, content);
  const ended = await run(['lists', 'check', file, '--json', ...options]);
  return { code: ended.code, stderr: ended.stderr, report: ended.stdout === '' ? null : JSON.parse(ended.stdout) };
}

describe('outdial lists check', () => {
  it('GT-5: reports accepted rows, and each refused one with the line on which it starts', async () => {
    const csv =
      '\uFEFFname;phone;note\n"Smith; Jane";01 99 00 12 34;"two\nlines"\nNobody;12x34;\nLate;+33 1 99 00 12 35;ok\n';
    const { code, report } = await check('quoted.csv', csv);
    expect(code).toBe(0);
    expect(report).toMatchObject({ rows: 3, accepted: 2 });
    expect(report.refused).toHaveLength(1);
    expect(report.refused[0]).toMatchObject({ line: 4, column: 'phone' });
    expect(report.refused[0].reason).toMatch(/x/);
  });

  it('GT-5: reads Latin-1, tabs, and files without headings', async () => {
    const { report } = await check(
      'latin1.csv',
      Buffer.from('Zo\u00e9\t0199001234\nAd\u00e8le\t0199001235\n', 'latin1'),
      '--no-headings',
    );
    expect(report).toMatchObject({ rows: 2, accepted: 2, refused: [] });
  });

  it('takes the column that it is told, and says when there is no such column', async () => {
    const csv = 'home,mobile\n0199001234,0199001235\n';
    expect((await check('two.csv', csv, '--column', 'mobile')).report).toMatchObject({ accepted: 1 });
    const wrong = await check('two.csv', csv, '--column', 'fax');
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toMatch(/fax/);
  });

  it('says what is wrong with a file that is none, and with a mistyped option', async () => {
    const missing = await run(['lists', 'check', join(temporary.folder, 'missing.csv'), '--json']);
    expect(missing.code).toBe(1);
    expect(missing.stderr).toMatch(/missing\.csv/);
    expect(missing.stderr).not.toMatch(/ {4}at /);
    const mistyped = await run(['lists', 'check', 'x.csv', '--colunm', 'phone']);
    expect(mistyped.code).toBe(2);
    expect(mistyped.stderr).toMatch(/--colunm/);
  });

  it('is not crashed by bytes that are no text', async () => {
    const { code, stderr, report } = await check(
      'binary.csv',
      Buffer.from(Array.from({ length: 4_096 }, (_, i) => (i * 197) % 256)),
    );
    expect([0, 1]).toContain(code);
    if (code === 0) expect(report.accepted).toBe(0);
    else expect(stderr).toMatch(/binary\.csv/);
  });
});
