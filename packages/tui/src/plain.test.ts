/** The console without a terminal: snapshots, JSON lines, one and no more. */
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { picture, START_MS, withCampaign } from './testing/pictures.ts';
import { type StartOptions, startConsole } from './testing/start-console.ts';

function pipe() {
  const stream = new PassThrough();
  let text = '';
  stream.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  return { stream: stream as unknown as NodeJS.WriteStream, text: () => text };
}

async function piped(options: StartOptions = {}) {
  const stdout = pipe();
  const stderr = pipe();
  const running = await startConsole({ ...options, stdout: stdout.stream, stderr: stderr.stream });
  return { ...running, stdout, stderr };
}

it('GT-2: on a pipe, a snapshot for each change of interest, and none without one', async () => {
  const { show, pass, stdout, stop } = await piped();
  await show(picture());
  await pass(2_000);
  await show(picture(START_MS + 2_000));
  await pass(2_000);
  expect(stdout.text().match(/^CAMPAIGN/gm)).toHaveLength(1);
  expect(stdout.text()).toMatch(/Survey 2026 +predictive +1\.84 .* 1,204 +31\.0 % +3\.22 % +running, active/);
  await show(withCampaign(picture(START_MS + 4_000), 'power', { state: 'paused' }));
  await pass(200);
  expect(stdout.text().match(/^CAMPAIGN/gm)).toHaveLength(2);
  expect(stdout.text()).toMatch(/Spring offer west .* paused/);
  expect(stdout.text()).not.toContain('\u001b');
  await stop();
});

it('--json streams one object a line: pictures, one a second at most, and what happened', async () => {
  const { show, pass, server, stdout, stop } = await piped({ json: true });
  await show(picture());
  await show(picture(START_MS + 100));
  server.push('audit', { id: 7, atMs: START_MS, actor: 'sue', act: 'agent.pause', subject: 'Léo', detail: '' });
  await pass(1_500);
  await show(picture(START_MS + 1_600));
  const objects = stdout
    .text()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string });
  expect(objects.map(({ type }) => type)).toEqual(['picture', 'audit', 'picture']);
  expect(objects[0]).toMatchObject({ picture: { campaigns: [{}, {}, {}], atMs: START_MS } });
  await stop();
});

it('--once prints one snapshot and ends with 0', async () => {
  const { show, ended, stdout } = await piped({ once: true, json: true });
  await show(picture());
  expect(await ended).toEqual({ exitCode: 0, reason: 'closed' });
  expect(stdout.text().trim().split('\n')).toHaveLength(1);
});

it('--once without a picture ends with 1 and says what to do', async () => {
  const { pass, ended, stdout, stderr } = await piped({ once: true });
  await pass(11_000);
  expect((await ended).exitCode).toBe(1);
  expect(stdout.text()).toBe('');
  expect(stderr.text()).toContain('Is `outdial up` running there?');
});

it('a lost connection is told on standard error, and that it is back', async () => {
  const { show, pass, server, stderr, stop } = await piped();
  await show(picture());
  server.drop({ down: true });
  await pass(1_000);
  expect(stderr.text()).toContain('Connection lost');
  server.up = true;
  await pass(3_000);
  await show(picture(START_MS + 5_000));
  await pass(1_000);
  expect(stderr.text()).toContain('Connected again.');
  await stop();
});
