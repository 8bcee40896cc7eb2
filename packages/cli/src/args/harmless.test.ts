import { expect, it } from 'vitest';
import { harmless } from './harmless.ts';

it('what came in from outside moves no cursor, sets no title and turns no reading direction', () => {
  expect(harmless('Ann\u001b[2J\u001b]0;root\u0007\u009b1A\u202e\r\nBob')).toBe('Ann [2J ]0;root  1A  \nBob');
  expect(harmless('Zoé, 王 – ok')).toBe('Zoé, 王 – ok');
});
