/**
 * A moving floor without server or engine, to look at the console with, after a build:
 * `NODE_ENV=production npx -c 'node packages/tui/src/testing/fake-floor.ts'`; `--json`, `--once`, `--read-only` are the
 * console's, `--crash` throws after three seconds, `--outage` loses the server after five, for ten.
 */
import { every, type LivePicture, type MonitorTick, realClock, seededRandom } from '@outdial/shared';
import { runConsole } from '@outdial/tui';
import { moveOn, startFloor } from './moving-floor.ts';
import { auditEntries, overviews } from './pictures.ts';
import { ScriptedServer } from './scripted-server.ts';

const STEP_MS = 200;
const has = (flag: string): boolean => process.argv.includes(flag);
const random = seededRandom(7);
const clock = realClock;
const server = new ScriptedServer();
let live: LivePicture = startFloor(clock.nowMs());

const setState = (id: string, state: 'running' | 'paused') => () => {
  live = {
    ...live,
    campaigns: live.campaigns.map((one) => (one.campaignId === id ? { ...one, state } : one)),
  };
  return { ok: true };
};
for (const { campaignId } of live.campaigns) {
  server.on(`POST /v1/campaigns/${campaignId}/pause`, setState(campaignId, 'paused'));
  server.on(`POST /v1/campaigns/${campaignId}/resume`, setState(campaignId, 'running'));
}
for (const { agentId } of live.agents)
  server.on(`POST /v1/agents/${agentId}/pause`, ({ body }) => {
    const { reason } = body as { reason: string };
    const change = { state: 'not-ready' as const, reason, sinceMs: clock.nowMs(), callId: null };
    live = { ...live, agents: live.agents.map((one) => (one.agentId === agentId ? { ...one, ...change } : one)) };
    return { ok: true };
  });
server
  .on('GET /v1/me', () => ({ id: 'admin', username: 'admin', name: 'Ada Min', role: 'administrator', locked: false }))
  .on('GET /v1/audit', () => auditEntries(clock.nowMs()))
  .on('GET /v1/campaigns', () => overviews(live));

const moving = every(clock, STEP_MS, () => {
  live = moveOn(live, clock.nowMs(), STEP_MS, random);
  server.push('picture', live);
  for (const call of live.calls) {
    const speaking = Math.sin(clock.nowMs() / 900) > 0;
    const tick: MonitorTick = {
      monitorId: 'monitor',
      callId: call.callId,
      atMs: clock.nowMs(),
      contactDbfs: speaking ? -14 - random.next() * 18 : -58,
      agentDbfs: speaking ? -57 : -12 - random.next() * 20,
      state: call.state,
      ...{ mode: 'listen', phone: 'up', notice: null },
      detector: { verdict: 'live', confidence: 0.94, greetingMs: 620, words: 2, silenceMs: 340 },
    };
    server.push('tick', tick, `/v1/calls/${call.callId}/monitor`);
  }
});
if (has('--crash'))
  clock.after(3_000, () => {
    throw new Error('the fake floor crashed, as it was told to');
  });
if (has('--outage')) {
  clock.after(5_000, () => server.drop({ down: true }));
  clock.after(15_000, () => {
    server.up = true;
  });
}

const end = await runConsole({
  baseUrl: 'http://127.0.0.1:4170',
  token: 'fake',
  json: has('--json'),
  once: has('--once'),
  readOnly: has('--read-only'),
  fetch: server.fetch,
});
moving.cancel();
process.exitCode = end.exitCode;
