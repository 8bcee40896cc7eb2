import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Client, createClient, realClock, type StreamEvent, type User } from '@outdial/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningServer, runServer, type ServerOptions } from './server-main.ts';
import { CHEAP, DRAFT, PASSWORD, problemOf, reader } from './testing/bench.ts';
import { type EngineDouble, startEngineDouble } from './testing/engine-double.ts';

let folder: string;
let server: RunningServer | null;
let engine: EngineDouble | null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'outdial-run-'));
  server = null;
  engine = null;
});
afterEach(async () => {
  engine?.vanish();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const first: { username: string; password: string }[] = [];
const tokenFile = () => join(folder, 'run', 'operator.token');
const control = () => `ipc://${join(folder, 'c')}`;

async function start(more: Partial<ServerOptions> = {}): Promise<Client> {
  first.length = 0;
  server = await runServer({
    dataFolder: join(folder, 'data'),
    port: 0,
    control: control(),
    live: `ipc://${join(folder, 'l')}`,
    operatorTokenFile: tokenFile(),
    logFile: join(folder, 'logs', 'server.log'),
    passwordCost: CHEAP,
    handleSignals: false,
    onFirstAdministrator: (made) => first.push(made),
    ...more,
  });
  return createClient({ baseUrl: server.url, token: readFileSync(tokenFile(), 'utf8').trim() });
}

async function startWithEngine(): Promise<Client> {
  const operator = await start();
  engine = await startEngineDouble(control(), realClock);
  await expect.poll(async () => (await operator.call('health')).engine).toBe('connected');
  return operator;
}

async function agentOf(operator: Client): Promise<{ user: User; client: Client }> {
  const body = { username: 'anna', name: 'Anna', role: 'agent', password: PASSWORD } as const;
  const user = await operator.call('createUser', { body });
  const { token } = await operator.call('logIn', { body: { username: 'anna', password: PASSWORD } });
  return { user, client: operator.withToken(token) };
}

describe('the whole server, by its port and real sockets', () => {
  it('an agent works a call; what is refused is a problem; the stream tells it all', async () => {
    const operator = await startWithEngine();
    const { user, client } = await agentOf(operator);
    const campaign = await operator.call('createCampaign', { body: { ...DRAFT, agentIds: [user.id] } });
    const events = reader(client.stream('agentEvents'));
    await events.take(1);
    await client.call('agentLogIn', { body: {} });
    await client.call('agentReady', { body: {} });
    const { interactionId } = engine?.brain.deliver(user.id, campaign, 'connected') ?? { interactionId: '' };
    const params = { interactionId };
    await expect.poll(async () => (await client.call('agentView')).presence.kind).toBe('talking');
    await client.call('hold', { params, body: {} });
    const refused = await problemOf(client.call('hangUp', { params, body: {} }));
    expect(refused).toMatchObject({ code: 'call-on-hold', status: 409 });
    expect(refused.message).toContain('Resume it first');
    await client.call('resume', { params, body: {} });
    await client.call('hangUp', { params, body: {} });
    expect((await client.call('done', { params, body: {} })).presence.kind).toBe('ready');
    const kinds = (await events.take(9)).map(({ data }) => (data as { presence: { kind: string } }).presence.kind);
    expect(kinds).toEqual([
      'not-ready',
      'ready',
      'offered',
      'connecting',
      'talking',
      'held',
      'talking',
      'wrap-up',
      'ready',
    ]);
    await events.leave();
  });

  it('a lost engine is told, a returning one has its agents back', async () => {
    const operator = await startWithEngine();
    const { user, client } = await agentOf(operator);
    const events = reader(client.stream('agentEvents'));
    await events.take(1);
    await client.call('agentLogIn', { body: {} });
    await events.take(1);
    engine?.vanish();
    const [notice, view] = await events.take(2);
    expect(notice).toMatchObject({ event: 'notice', data: { kind: 'engine-lost' } });
    expect(view).toMatchObject({ event: 'view', data: { engine: 'lost', allowedActions: [] } });
    expect((await problemOf(client.call('agentReady', { body: {} }))).code).toBe('engine-lost');
    engine = await startEngineDouble(control(), realClock);
    const told: StreamEvent[] = [];
    while (told.at(-1)?.event !== 'notice') told.push(...(await events.take(1)));
    expect(told.at(-1)?.data).toMatchObject({ kind: 'engine-back' });
    await expect.poll(async () => (await client.call('agentView')).version).toBe(1);
    expect(await client.call('agentView')).toMatchObject({ engine: 'connected', presence: { kind: 'not-ready' } });
    expect((await client.call('agentReady', { body: {} })).presence.kind).toBe('ready');
    expect(engine.brain.seats.get(user.id)).toMatchObject({ name: 'Anna', phone: 'simulated' });
    await events.leave();
  });

  it('OUT-3: an emergency stop holds for the engine that comes after a kill', async () => {
    const operator = await startWithEngine();
    await operator.call('stopDialing', { body: {} });
    expect(engine?.brain.sent.at(-1)?.command.type).toBe('engine.stop-dialing');
    engine?.vanish();
    await expect.poll(async () => (await operator.call('health')).engine).toBe('lost');
    engine = await startEngineDouble(control(), realClock);
    const { brain } = engine;
    await expect.poll(() => brain.sent.map(({ command }) => command.type)).toEqual(['engine.stop-dialing']);
  });

  it('GT-5: a CSV file is imported over HTTP, with a report', async () => {
    const operator = await start();
    const list = await operator.call('createList', { body: { name: 'People' } });
    const rows = Array.from({ length: 5_000 }, (_, i) => `+331990${String(i).padStart(5, '0')};Person ${i}`);
    const text = `phone;name\r\n${rows.join('\r\n')}\r\nno number;X\r\n`;
    const report = await operator.call('importList', { params: { listId: list.id }, query: {}, text });
    expect(report).toMatchObject({ rows: 5_001, accepted: 5_000, refusedTotal: 1, delimiter: ';' });
    expect(report.refused[0]?.line).toBe(5_002);
    expect(await operator.call('lists')).toMatchObject([{ name: 'People', contacts: 5_000 }]);
    const response = await fetch(`${server?.url}/v1/lists/check`, {
      method: 'POST',
      headers: { authorization: `Bearer ${readFileSync(tokenFile(), 'utf8').trim()}` },
      body: text,
    });
    expect(((await response.json()) as { code: string }).code).toBe('wrong-content-type');
  });
});

describe('starting and stopping', () => {
  it('the first start makes the one administrator; the second goes on where the first stopped', async () => {
    const operator = await start();
    expect(first).toEqual([{ username: 'admin', password: expect.stringMatching(/^[a-zA-Z2-9]{20}$/) }]);
    const [made] = first;
    const session = await operator.call('logIn', { body: made ?? { username: '', password: '' } });
    expect(session.user.role).toBe('administrator');
    const log = readFileSync(join(folder, 'logs', 'server.log'), 'utf8');
    expect(log).not.toContain(made?.password);
    expect(statSync(tokenFile()).mode & 0o777).toBe(0o600);
    const campaign = await operator.call('createCampaign', { body: DRAFT });
    await operator.call('startCampaign', { params: { campaignId: campaign.id } });
    await server?.stop();
    expect(existsSync(tokenFile())).toBe(false);

    const again = await start();
    expect(first).toEqual([]);
    expect(await again.call('campaigns')).toMatchObject([{ campaign: { name: campaign.name, state: 'running' } }]);
    expect((await again.withToken(session.token).call('me')).username).toBe('admin');
    expect((await problemOf(operator.call('me'))).code).toBe('unreachable');
  });

  it('ends streams with a word when it stops', async () => {
    const operator = await start();
    const events = reader(operator.stream('live'));
    await events.take(1);
    const rest = events.rest();
    await server?.stop();
    expect((await rest).at(-1)).toMatchObject({ event: 'end', data: { reason: 'server-stopping' } });
  });

  it('listens on loopback unless told otherwise, and warns where told', async () => {
    await start();
    expect(server?.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await server?.stop();
    await start({ host: '0.0.0.0' });
    await server?.stop();
    expect(readFileSync(join(folder, 'logs', 'server.log'), 'utf8')).toContain('without encryption');
  });

  it('a port that is taken, a folder that cannot be, a broken configuration: one line that says what to do', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await expect.poll(() => other.listening).toBe(true);
    const { port } = other.address() as AddressInfo;
    await expect(start({ port })).rejects.toThrow(`Port ${port} on 127.0.0.1 is in use: stop what listens there`);
    other.close();
    expect(existsSync(tokenFile())).toBe(false);

    await expect(start({ host: '203.0.113.7' })).rejects.toThrow('203.0.113.7 is no address of this machine');

    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    await expect(start({ dataFolder: file })).rejects.toThrow(/^The data folder \S+ cannot be written: .* --data\.$/);

    writeFileSync(join(folder, 'data', 'configuration.json'), '{"version": 1, "campaigns": 7}');
    await expect(start()).rejects.toThrow(/configuration\.json is no configuration: campaigns: .*move it away/);

    await expect(start({ dataFolder: join(folder, 'new'), control: 'tcp://0.0.0.0:5555' })).rejects.toThrow('loopback');
  });

  it('SIGTERM stops it in order', async () => {
    const script = fileURLToPath(new URL('./testing/serve-main.ts', import.meta.url));
    const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
      child.once('exit', (code) => reject(new Error(`ended with ${code}`)));
    });
    const token = readFileSync(join(folder, 'operator.token'), 'utf8').trim();
    const events = reader(createClient({ baseUrl: url, token }).stream('live'));
    await events.take(1);
    const rest = events.rest();
    const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect((await rest).at(-1)).toMatchObject({ event: 'end', data: { reason: 'server-stopping' } });
    expect(existsSync(join(folder, 'operator.token'))).toBe(false);
    expect(readFileSync(join(folder, 'log'), 'utf8')).toContain('"signal":"SIGTERM"');
  });
});
