/** Every library of the project's card does real work: without it, the part that stands on it does not start. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { run, temporaryFolder } from './support/program.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const without = fileURLToPath(new URL('./support/without.js', import.meta.url));

describe('the libraries of the card', () => {
  it.each(['hono', '@hono/node-server', 'zeromq', 'lowdb', 'piscina'])(
    'without %s no floor comes up',
    async (library) => {
      const temporary = temporaryFolder();
      try {
        const ended = await run(['up', '--demo', '--for', '1s', '--json', '--data', temporary.folder, '--port', '0'], {
          NODE_OPTIONS: `--import ${without}`,
          OUTDIAL_WITHOUT: library,
        });
        expect(ended.code).toBe(1);
        expect(ended.stdout).toBe('');
        const logs = ['server', 'engine'].map((name) => {
          try {
            return readFileSync(`${temporary.folder}/logs/${name}.log`, 'utf8');
          } catch {
            return '';
          }
        });
        expect(ended.stderr + logs.join('')).toContain(`without ${library}`);
      } finally {
        temporary.remove();
      }
    },
  );

  it.each(['ink', 'react'])('without %s neither console nor agent screen is drawn', (library) => {
    for (const screen of ['packages/tui/dist/run-screen.js', 'packages/agent/dist/terminal/run-screen.js']) {
      const load = (env: Record<string, string>) =>
        spawnSync(process.execPath, ['--import', without, '--eval', `import('${root}${screen}')`], {
          env: { ...process.env, NODE_OPTIONS: '', ...env },
          encoding: 'utf8',
        });
      expect(load({ OUTDIAL_WITHOUT: library }).stderr, screen).toContain(`without ${library}`);
      expect(load({ OUTDIAL_WITHOUT: 'nothing' }).status, screen).toBe(0);
    }
  });

  it('turbo builds the six packages, each after the ones that it stands on', () => {
    const plan = JSON.parse(
      execFileSync(`${root}node_modules/.bin/turbo`, ['run', 'build', '--dry=json'], {
        cwd: root,
        env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    ) as { tasks: { package: string; dependencies: string[] }[] };
    const after = new Map(plan.tasks.map((task) => [task.package, task.dependencies]));
    expect([...after.keys()].sort()).toEqual([
      '@outdial/agent',
      '@outdial/engine',
      '@outdial/server',
      '@outdial/shared',
      '@outdial/tui',
      'outdial',
    ]);
    expect(after.get('@outdial/engine')).toEqual(['@outdial/shared#build']);
    expect(after.get('outdial')).toHaveLength(5);
  });
});
