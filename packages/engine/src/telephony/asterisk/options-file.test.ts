import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { AsteriskOptionsError } from './options.ts';
import { readAsteriskFile } from './options-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'outdial-options-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const GOOD = { url: 'http://127.0.0.1:8088', user: 'outdial', trunks: [{ name: 'carrier' }] };
const written = (value: unknown): string => {
  const file = join(folder, 'asterisk.json');
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
  return file;
};

it('the password stands in the file, in a file beside it, or in the environment', () => {
  writeFileSync(join(folder, 'secret'), 'from a file\n');
  const environment = { OUTDIAL_ASTERISK_PASSWORD: 'from outside' };
  const read = (value: object) => readAsteriskFile(written(value), environment)[0]?.options;
  expect(read({ ...GOOD, password: 'here' })).toEqual({ ...GOOD, password: 'here' });
  expect(read({ ...GOOD, passwordFile: 'secret' })).toEqual({ ...GOOD, password: 'from a file' });
  expect(read(GOOD)).toEqual({ ...GOOD, password: 'from outside' });
});

it('what cannot be read says which file, and what to do', () => {
  expect(() => readAsteriskFile(join(folder, 'nowhere'), {})).toThrow(/nowhere/);
  expect(() => readAsteriskFile(written('{'), {})).toThrow(/is no JSON/);
  expect(() => readAsteriskFile(written(GOOD), {})).toThrow(/OUTDIAL_ASTERISK_PASSWORD/);
  expect(() => readAsteriskFile(written({ ...GOOD, passwordFile: 'none' }), {})).toThrow(AsteriskOptionsError);
  writeFileSync(join(folder, 'empty'), '\n');
  expect(() => readAsteriskFile(written({ ...GOOD, passwordFile: 'empty' }), {})).toThrow(/empty/);
});
