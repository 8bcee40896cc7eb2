import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusalOf } from './support/at-work.ts';
import { BareFloor } from './support/bare-floor.ts';

const PROGRAM = fileURLToPath(new URL('../packages/cli/bin/outdial.js', import.meta.url));
const floor = new BareFloor();
let token = '';

/** What a command printed, and with which code it ended. */
async function outdial(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const { OUTDIAL_PASSWORD: _, ...rest } = process.env;
  const env = { ...rest, OUTDIAL_TOKEN: token };
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [PROGRAM, ...words, '--url', floor.url], {
      env,
    });
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, err: stderr };
  }
}

beforeAll(async () => {
  await floor.startServer();
  const body = { username: 'ada', name: 'Ada', role: 'administrator' as const, password: 'correct horse battery' };
  await floor.operator().call('createUser', { body });
  const guest = floor.operator();
  token = (await guest.call('logIn', { body: { username: 'ada', password: 'correct horse battery' } })).token;
});

afterAll(() => floor.stop());

describe('the back office from the command line', () => {
  it('OUT-7: a user is created with a password that is told, gets a new one, is locked and let in again', async () => {
    const made = await outdial('users', 'create', 'emma', '--name', 'Emma Roux', '--role', 'supervisor');
    expect(made).toMatchObject({ code: 0, out: 'emma  Emma Roux  supervisor\n' });
    const password = /password: (\S+)/.exec(made.err)?.[1] ?? '';
    const logIn = (secret: string) =>
      refusalOf(floor.operator().call('logIn', { body: { username: 'emma', password: secret } }));
    expect(await logIn(password)).toBe('served');
    const reset = await outdial('users', 'password', 'emma');
    const fresh = /password: (\S+)/.exec(reset.err)?.[1] ?? '';
    expect(await logIn(password)).toBe('wrong-credentials');
    expect(await logIn(fresh)).toBe('served');
    expect((await outdial('users', 'lock', 'emma')).out).toBe('emma is locked\n');
    expect(await logIn(fresh)).toBe('user-locked');
    expect((await outdial('users', 'list')).out).toContain('emma  Emma Roux  supervisor  locked');
    await outdial('users', 'unlock', 'emma');
    expect(await logIn(fresh)).toBe('served');
    expect(await outdial('users', 'lock', 'nobody')).toMatchObject({ code: 1, err: expect.stringContaining('ada') });
    expect(await outdial('users', 'create', 'x', '--role', 'boss')).toMatchObject({ code: 2 });
  });

  it('WX-7: a call guide is imported from a file; a broken one is refused with its question', async () => {
    const campaign = await floor.campaign('Survey', [], {});
    const file = join(floor.folder, 'guide.json');
    const question = { id: 'happy', text: 'Are you happy?', kind: 'text', next: 'nowhere' };
    writeFileSync(file, JSON.stringify({ name: 'Happiness', questions: [question] }));
    const refused = await outdial('campaigns', 'guide', 'import', 'Survey', file);
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('question happy goes on to nowhere') });
    writeFileSync(file, JSON.stringify({ name: 'Happiness', questions: [{ ...question, next: 'end' }] }));
    expect(await outdial('campaigns', 'guide', 'import', 'Survey', file)).toMatchObject({
      ...{ code: 0, out: 'Survey asks the 1 questions of "Happiness"\n' },
    });
    expect(JSON.parse((await outdial('campaigns', 'guide', 'show', campaign.id)).out).questions).toHaveLength(1);
    expect((await outdial('campaigns', 'guide', 'answers', 'Survey')).out).toContain('interaction,attempt,contact');
  });

  it('GCC-0: callbacks are asked for, listed, and cancelled; OUT-6: the day is reported as a table and as CSV', async () => {
    await floor.campaign('Please call', [], { kind: 'callback', listIds: [] });
    const at = '2099-12-31T14:30';
    const words = ['Please call', '01 99 00 70 01', '--at', at, '--zone', 'Europe/Paris', '--name', 'Noé'];
    const made = await outdial('callbacks', 'request', ...words, '--json');
    const { callbackId } = JSON.parse(made.out) as { callbackId: string };
    expect((await outdial('callbacks', 'list')).out).toContain(`2099-12-31 14:30 (Europe/Paris)  +33199007001  Noé`);
    expect((await outdial('callbacks', 'cancel', callbackId)).out).toContain('cancelled');
    expect((await outdial('callbacks', 'list')).out).toBe('');
    const report = await outdial('report', '--zone', 'Europe/Paris');
    expect(report.out).toMatch(/^\d{4}-\d\d-\d\d \(Europe\/Paris\)\n\nCampaign/);
    expect(report.out).toContain('Please call');
    expect((await outdial('report', '--csv', 'campaigns')).out.split('\r\n')[0]).toContain('date,campaign,mode');
    expect(await outdial('report', '--csv', 'calls')).toMatchObject({ code: 2 });
  });
});
