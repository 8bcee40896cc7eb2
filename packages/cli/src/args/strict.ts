/** Unknown options are told, with the ones that exist: a mistyped option that is passed over in silence has cost people a Monday. */
import type { ArgsDef } from 'citty';
import { UsageError } from './usage-error.ts';

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const aliases = (alias: string | string[] | undefined): string[] =>
  alias === undefined ? [] : Array.isArray(alias) ? alias : [alias];

/** Throws UsageError for an option that the command does not have, or for more positionals than it takes. */
export function refuseUnknownOptions(rawArgs: readonly string[], args: ArgsDef, positionals: number): void {
  const known = new Set<string>(['help', 'h']);
  const isSwitch = new Set<string>();
  const takesValue = new Set<string>();
  for (const [name, definition] of Object.entries(args)) {
    if (definition.type === 'positional') continue;
    for (const spelling of [name, kebab(name), ...aliases('alias' in definition ? definition.alias : undefined)]) {
      known.add(spelling);
      if (definition.type === 'boolean') {
        known.add(`no-${spelling}`);
        isSwitch.add(spelling).add(`no-${spelling}`);
      } else takesValue.add(spelling);
    }
  }
  let found = 0;
  for (let i = 0; i < rawArgs.length; i++) {
    const word = rawArgs[i] ?? '';
    if (word === '--') break;
    if (!word.startsWith('-') || word === '-') {
      found += 1;
      continue;
    }
    const [name = '', ...given] = word.replace(/^--?/, '').split('=');
    const value = given.length === 0 ? undefined : given.join('=');
    if (!known.has(name)) {
      const options = [...known].filter((one) => one.length > 1 && !one.startsWith('no-') && one === kebab(one));
      throw new UsageError(`There is no option ${word}. Options here: ${options.map((one) => `--${one}`).join(', ')}.`);
    }
    if (isSwitch.has(name) && value !== undefined && !/^(true|false)$/.test(value)) {
      throw new UsageError(`--${name} is a switch: it takes no value, not "${value}".`);
    }
    if (takesValue.has(name)) {
      const next = value ?? rawArgs[i + 1] ?? '';
      if (next === '' || (value === undefined && next.startsWith('--'))) {
        throw new UsageError(`--${name} needs a value.`);
      }
      if (value === undefined) i += 1;
    }
  }
  if (found > positionals) {
    throw new UsageError(
      positionals === 0
        ? `This command takes options only, not "${rawArgs.find((word) => !word.startsWith('-'))}".`
        : `This command takes ${positionals} argument${positionals === 1 ? '' : 's'} at most, not ${found}.`,
    );
  }
}
