import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, seededRandom, VirtualClock } from '@outdial/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pass } from '../../../../agent/src/testing/floor.ts';
import { seedDemo } from '../seed.ts';
import { ADMIN, backOffice } from '../testing/back-office.ts';
import { traffic } from '../testing/traffic.ts';
import { startSimulatedAgents } from './start-simulated-agents.ts';

const BASE_URL = 'http://outdial.test';
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outdial-agents-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function floor(count = 24) {
  const clock = new VirtualClock(1_000_000);
  const { server } = backOffice(clock);
  const anonymous = createClient({ baseUrl: BASE_URL, fetch: server.fetch });
  const { token } = await anonymous.call('logIn', { body: { username: ADMIN.username, password: ADMIN.password } });
  const files = { credentialsFile: join(folder, 'credentials.json'), listFile: join(folder, 'list.csv') };
  const { credentials } = await seedDemo(anonymous.withToken(token), files);
  const agents = startSimulatedAgents({
    count,
    credentials: credentials.agents,
    baseUrl: BASE_URL,
    random: seededRandom(3).stream('agents'),
    clock,
    fetch: server.fetch,
  });
  const calls = traffic(server, clock, seededRandom(4).stream('traffic'));
  const stop = async (): Promise<void> => {
    calls.stop();
    const stopped = agents.stop();
    await pass(clock, 4_000, 1_000);
    await stopped;
  };
  return { clock, server, agents, calls, stop };
}

/** States in which nobody may stay for long. */
const inStates = (server: Awaited<ReturnType<typeof floor>>['server'], olderThanMs: number, clock: VirtualClock) =>
  server
    .agents()
    .filter(({ presence }) => !['ready', 'talking', 'not-ready'].includes(presence.kind))
    .filter(({ presence }) => clock.nowMs() - presence.sinceMs > olderThanMs)
    .map(({ agentId, presence }) => `${agentId} ${presence.kind}`);

describe('simulated agents', () => {
  it('BP-4, BP-6, BP-9: 24 log in, join, go ready, take calls of every mode and wrap them up with code and notes', async () => {
    const { clock, server, calls, stop } = await floor();
    await pass(clock, 5_000, 250);
    expect(server.agents().filter((agent) => agent.presence.kind !== 'logged-out')).toHaveLength(24);
    await pass(clock, 600_000, 500);
    expect(server.wrapUps.length).toBeGreaterThan(100);
    expect(calls.delivered - server.wrapUps.length).toBeLessThanOrEqual(24);
    expect(new Set(server.wrapUps.map((one) => one.campaignId)).size).toBe(3);
    expect(new Set(server.wrapUps.map((one) => one.agentId)).size).toBe(24);
    expect(server.wrapUps.filter((one) => one.code === null || one.by === 'limit')).toEqual([]);
    expect(server.wrapUps.some((one) => one.notes !== '')).toBe(true);
    expect(server.returned).toEqual([]);
    const states = new Set(server.agents().flatMap((agent) => agent.history));
    expect([...states]).toEqual(expect.arrayContaining(['talking', 'held', 'wrap-up', 'not-ready']));
    expect(inStates(server, 60_000, clock)).toEqual([]);
    await stop();
    expect(new Set(server.agents().map((agent) => agent.presence.kind))).not.toContain('ready');
  });

  it('the same seed gives the same work', async () => {
    const once = await floor(6);
    await pass(once.clock, 120_000, 500);
    const again = await floor(6);
    await pass(again.clock, 120_000, 500);
    expect(again.server.wrapUps).toEqual(once.server.wrapUps);
    await once.stop();
    await again.stop();
  });

  it('a killed server and forgotten tokens stop nobody: all are back at work', async () => {
    const { clock, server, stop } = await floor();
    await pass(clock, 30_000, 500);
    server.kill();
    await pass(clock, 20_000, 500);
    server.up();
    server.expireTokens();
    await pass(clock, 60_000, 500);
    const before = server.wrapUps.length;
    await pass(clock, 120_000, 500);
    expect(new Set(server.wrapUps.slice(before).map((one) => one.agentId)).size).toBeGreaterThan(20);
    expect(inStates(server, 60_000, clock)).toEqual([]);
    await stop();
  });

  it('a lost engine stops nobody: what could not be done is done once it is back', async () => {
    const { clock, server, stop } = await floor();
    await pass(clock, 30_000, 500);
    server.setEngine('lost');
    await pass(clock, 15_000, 500);
    server.setEngine('connected');
    await pass(clock, 20_000, 500);
    expect(inStates(server, 30_000, clock)).toEqual([]);
    await stop();
  });

  it('GT-8: an agent whom a supervisor made not ready or logged out stays so for a while, then comes back', async () => {
    const { clock, server, calls, stop } = await floor(2);
    await pass(clock, 10_000, 500);
    calls.stop();
    await pass(clock, 700_000, 2_000);
    const [one, other] = server.agents();
    one?.apply({ type: 'set-not-ready', reason: 'supervisor' });
    other?.apply({ type: 'log-out' });
    await pass(clock, 60_000, 1_000);
    expect([one?.presence.kind, other?.presence.kind]).toEqual(['not-ready', 'logged-out']);
    await pass(clock, 150_000, 1_000);
    expect([one?.presence.kind, other?.presence.kind]).toEqual(['ready', 'ready']);
    await stop();
  });

  it('the watchdog: a deed that was answered and came to nothing is done again', async () => {
    const { clock, server, stop } = await floor(6);
    await pass(clock, 20_000, 500);
    const swallowed = new Set<string>();
    for (const agent of server.agents()) {
      const done = agent.done.bind(agent);
      agent.done = () => {
        if (swallowed.has(agent.agentId)) done(false);
        swallowed.add(agent.agentId);
      };
    }
    await pass(clock, 300_000, 500);
    expect(swallowed.size).toBe(6);
    expect(inStates(server, 60_000, clock)).toEqual([]);
    await stop();
  });

  it('a view that was missed is caught up with: nobody waits for what has happened already', async () => {
    const { clock, server, stop } = await floor();
    await pass(clock, 30_000, 500);
    server.streams.fallSilent();
    await pass(clock, 60_000, 500);
    expect(inStates(server, 45_000, clock)).toEqual([]);
    await stop();
  });
});
