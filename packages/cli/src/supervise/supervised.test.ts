import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realClock } from '@outdial/shared';
import { expect, it } from 'vitest';
import { type Supervised, supervise } from './supervised.ts';

/** A program that writes this and ends; what is told of its death. */
async function deathOf(output: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'outdial-supervised-'));
  const program = join(folder, 'program.mjs');
  writeFileSync(program, `process.stdout.write(${JSON.stringify(output)}); process.exitCode = 3;\n`);
  const dead = Promise.withResolvers<string>();
  const supervised: Supervised = supervise({
    ...{ name: 'thing', program, args: () => [], clock: realClock },
    ...{ logFile: join(folder, 'thing.log'), pidFile: join(folder, 'thing.pid') },
    onDeath: dead.resolve,
    onGivenUp: dead.resolve,
  });
  try {
    return await dead.promise;
  } finally {
    await supervised.stop(1_000);
    rmSync(folder, { recursive: true });
  }
}

const logLine = `${JSON.stringify({ level: 30, path: '/v1/agent/interactions', msg: 'request' })}\n`;

it('the last words of a process that died are whole lines for people, never half a line of its log', async () => {
  expect(await deathOf(logLine.repeat(100))).toBe('The thing ended (exit 3); it is started again.');
  expect(await deathOf(`${logLine.repeat(100)}The port is taken.\n${logLine}`)).toBe(
    'The thing ended (exit 3); it is started again. The port is taken.',
  );
});
