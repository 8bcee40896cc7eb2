import { readFileSync, writeFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createClient } from '@outdial/shared';
import { afterAll, describe, expect, it } from 'vitest';
import { outdial, type Running, run, temporaryFolder, until } from './support/program.ts';

const temporary = temporaryFolder();
afterAll(() => temporary.remove());

const pidOf = (folder: string, name: string): number =>
  Number(readFileSync(join(folder, 'run', `${name}.pid`), 'utf8'));

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

async function up(folder: string): Promise<Running> {
  const running = outdial(['up', '--data', folder, '--port', '0']);
  await until('the floor is up', () => (running.stderr().includes('The floor is up') ? true : null));
  return running;
}

describe('one floor a folder', () => {
  it('a second `up` on it is refused in words; a folder whose `up` was killed is taken over, its orphans gone', async () => {
    const folder = join(temporary.folder, 'one');
    const first = await up(folder);
    const second = await run(['up', '--data', folder, '--port', '0', '--for', '1s']);
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(/is in use by `outdial up` with process id \d+\. Stop that one/);
    const children = [pidOf(folder, 'server'), pidOf(folder, 'engine')];
    process.kill(pidOf(folder, 'up'), 'SIGKILL');
    await first.ended;
    await until('its server and engine have ended by themselves', () => (children.some(isAlive) ? null : true));
    const third = await run(['up', '--data', folder, '--port', '0', '--for', '1s', '--json']);
    expect(third).toMatchObject({ code: 0 });
    expect(JSON.parse(third.stdout)).toMatchObject({ attempts: 0, campaigns: [] });
  });
});

describe('what cannot start says why in one line, at once, and leaves nothing behind', () => {
  const refused = async (name: string, args: readonly string[]) => {
    const folder = join(temporary.folder, name);
    const ended = await run(['up', '--data', folder, '--for', '1s', ...args]);
    expect(ended.code).toBe(1);
    expect(ended.stderr).not.toMatch(/fault of ours|\n +at /);
    return { folder, ...ended };
  };

  it('a broken configuration', async () => {
    const folder = join(temporary.folder, 'broken');
    await mkdir(folder);
    writeFileSync(join(folder, 'configuration.json'), '{"version": 1, "campaigns": 7}');
    expect((await refused('broken', ['--port', '0'])).stderr).toMatch(
      /configuration\.json is no configuration: campaigns/,
    );
    await rm(join(folder, 'configuration.json'));
    expect((await run(['up', '--data', folder, '--port', '0', '--for', '1s'])).code).toBe(0);
  });

  it('a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await until('the port is taken', () => (other.listening ? true : null));
    const { port } = other.address() as AddressInfo;
    expect((await refused('busy', ['--port', String(port)])).stderr).toContain(`Port ${port} on 127.0.0.1 is in use`);
    other.close();
  });

  it('a file that is no database, a folder that is a file', async () => {
    const folder = join(temporary.folder, 'garbage');
    await mkdir(folder);
    writeFileSync(join(folder, 'outdial.sqlite'), 'garbage');
    expect((await refused('garbage', ['--port', '0'])).stderr).toContain('is no SQLite database');
    expect((await refused('garbage/outdial.sqlite', ['--port', '0'])).stderr).toContain('cannot be made');
  });
});

describe('the end', () => {
  it('one Ctrl-C with nothing under way drains and ends with 0', async () => {
    const folder = join(temporary.folder, 'once');
    const running = await up(folder);
    running.child.kill('SIGINT');
    const ended = await running.ended;
    expect(ended.code).toBe(0);
    expect(ended.stderr).toContain('Draining');
  });

  it('a server that is killed comes back where it was, for the clients that know its address', async () => {
    const folder = join(temporary.folder, 'back');
    const running = await up(folder);
    const { url } = JSON.parse(readFileSync(join(folder, 'run', 'address.json'), 'utf8')) as { url: string };
    const killed = pidOf(folder, 'server');
    process.kill(killed, 'SIGKILL');
    const client = createClient({ baseUrl: url });
    await until('it is lost, or another one is there already', () =>
      client.call('health').then(
        () => (pidOf(folder, 'server') === killed ? null : true),
        () => true,
      ),
    );
    // The drain waits for the server that is being started again.
    running.child.kill('SIGTERM');
    expect((await running.ended).code).toBe(0);
  });
});

describe('a wrong command line ends with 2 and words', () => {
  it.each([
    [['up', '--nonsense'], /There is no option --nonsense\. Options here: .*--demo/],
    [['up', '--port', '99999'], /--port takes a whole number from 0 to 65535/],
    [['up', '--for', '-5s'], /--for takes a duration/],
    [['up', '--data='], /--data needs a value/],
    [['up', '--data', '--json'], /--data needs a value/],
    [['up', '--demo=maybe'], /--demo is a switch/],
    [['up', 'extra'], /takes options only, not "extra"/],
    [['server', '--control', 'x', '--live', 'y'], /does not listen on x: use ipc:/],
    [['engine', '--control', 'x', '--live', 'y'], /--control takes ipc:/],
    [['lists', 'frob'], /Unknown command frob/],
    [['lists', 'check'], /Missing required positional argument: FILE/],
    [['campaigns', 'start'], /Missing required positional argument: CAMPAIGN/],
    [['console', '--url'], /--url needs a value/],
    [['nonsense'], /Unknown command nonsense/],
    [[], /COMMANDS/],
  ])('outdial %j', async (args, words) => {
    const ended = await run(args);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(words);
    expect(ended.stdout).toBe('');
  });
});
