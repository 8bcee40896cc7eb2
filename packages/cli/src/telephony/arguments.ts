/** What carries the calls, as the command line says it: the simulated carrier, or an Asterisk and where its options lie. */
import { type AsteriskNode, AsteriskOptionsError, readAsteriskFile, troubles } from '@outdial/engine';
import type { Clock } from '@outdial/shared';
import { CommandFailed, UsageError } from '../args/usage-error.ts';

export const telephonyArgs = {
  telephony: { type: 'string', description: 'What carries the calls: simulated or asterisk', default: 'simulated' },
  asterisk: {
    type: 'string',
    description: 'JSON file: where Asterisk is, its trunks and phones (docs/asterisk.md); else OUTDIAL_ASTERISK',
    valueHint: 'FILE',
  },
} as const;

export type TelephonyKind = 'simulated' | 'asterisk';

/** Throws UsageError. */
export function telephonyKind(given: string): TelephonyKind {
  if (given === 'simulated' || given === 'asterisk') return given;
  throw new UsageError(`--telephony takes simulated or asterisk, not "${given}".`);
}

/** Throws UsageError where no file is named. */
export function asteriskFile(given: string | undefined): string {
  const file = given ?? process.env.OUTDIAL_ASTERISK;
  if (file !== undefined) return file;
  throw new UsageError(
    '--telephony asterisk needs --asterisk FILE (or OUTDIAL_ASTERISK); docs/asterisk.md says what is in it.',
  );
}

/** Throws CommandFailed, in words that name the file and what is wrong in it. */
export function readAsterisk(file: string): readonly AsteriskNode[] {
  try {
    return readAsteriskFile(file, process.env);
  } catch (cause) {
    if (cause instanceof AsteriskOptionsError) throw new CommandFailed(`${file}: ${cause.message}`, { cause });
    throw cause;
  }
}

/**
 * A start is told at once, in one line, what would keep every call from being made; of several nodes, one that can be
 * used is enough, and what is wrong with the others is said. Throws CommandFailed.
 */
export async function refuseTrouble(
  nodes: readonly AsteriskNode[],
  clock: Clock,
  say: (words: string) => void,
): Promise<void> {
  const found = await troubles(nodes, clock);
  const words = [...found].map(([name, trouble]) => (name === '' ? trouble : `${name}: ${trouble}`));
  if (found.size === nodes.length) {
    throw new CommandFailed(
      `Asterisk cannot be used: ${words.join('; ')} (\`outdial doctor --telephony\` looks at all of it).`,
    );
  }
  for (const trouble of words) say(`This node cannot be used now, and the others go on without it: ${trouble}`);
}
