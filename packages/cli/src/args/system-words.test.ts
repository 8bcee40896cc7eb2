import { expect, it } from 'vitest';
import { systemWords } from './system-words.ts';

const refusal = (code: string, more = {}): Error => Object.assign(new Error(code), { code, syscall: 'write', ...more });

it('a full disk and a folder of somebody else are told with what to do; faults of ours are not', () => {
  expect(systemWords(refusal('ENOSPC'))).toMatch(/^Cannot write: the disk is full. Free some space/);
  expect(systemWords(refusal('EACCES', { syscall: 'open', path: '/data/x' }))).toMatch(
    /^Cannot open \/data\/x: .*--data/,
  );
  expect(systemWords(refusal('ENOENT'))).toBeNull();
  expect(systemWords(new TypeError('x is not a function'))).toBeNull();
});
