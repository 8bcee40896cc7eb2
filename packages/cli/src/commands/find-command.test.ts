import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { findCommand, usageOf } from './find-command.ts';

const help = async (...words: string[]): Promise<string> =>
  stripVTControlCharacters(await usageOf(await findCommand(words)));

it('--help lists the options of a command at any depth, under its whole name', async () => {
  const importing = await help('lists', 'import', '--help');
  expect(importing).toContain('USAGE outdial lists import');
  for (const option of ['--list', '--duplicates', '--country']) expect(importing).toContain(option);
  expect(await help('campaigns', 'guide', 'import')).toContain('USAGE outdial campaigns guide import');
  expect(await help('report')).toContain('USAGE outdial report');
});

it('of a command with commands below it, those are listed; what is no command ends the way down', async () => {
  expect(await help('users')).toContain('USAGE outdial users list|create|password|lock|unlock');
  expect(await findCommand(['users', '--json', 'dance'])).toMatchObject({
    called: 'outdial users',
    below: ['list', 'create', 'password', 'lock', 'unlock'],
  });
  expect((await findCommand([])).below).toContain('doctor');
});

it('no line of a help ends in blanks', async () => {
  for (const words of [[], ['lists'], ['up']]) expect(await help(...words)).not.toMatch(/[ \t]$/m);
});
