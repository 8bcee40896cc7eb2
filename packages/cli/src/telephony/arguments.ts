/** What carries the calls, as the command line says it: the simulated carrier, or an Asterisk and where its options lie. */
import { type AsteriskOptions, AsteriskOptionsError, firstTrouble, readAsteriskFile } from '@outdial/engine';
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
export function readAsterisk(file: string): AsteriskOptions {
  try {
    return readAsteriskFile(file, process.env);
  } catch (cause) {
    if (cause instanceof AsteriskOptionsError) throw new CommandFailed(`${file}: ${cause.message}`, { cause });
    throw cause;
  }
}

/** A start is told at once, in one line, what would keep every call from being made. Throws CommandFailed. */
export async function refuseTrouble(options: AsteriskOptions, clock: Clock): Promise<void> {
  const trouble = await firstTrouble(options, clock);
  if (trouble !== null) {
    throw new CommandFailed(`Asterisk cannot be used: ${trouble} (\`outdial doctor --telephony\` looks at all of it).`);
  }
}
