import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CampaignId,
  decodeBusMessage,
  type EngineMessage,
  encodeBusMessage,
  type LiveMessage,
  type ServerMessage,
} from '@outdial/shared';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Router, Subscriber } from 'zeromq';
import { numberOf } from '../loadtest/memory-records.ts';
import { readLedger } from '../telephony/index.ts';
import { agentId, campaignId, campaignOf } from '../testing/floor.ts';
import { type RunningEngine, runEngine } from './engine-main.ts';
import { withoutNumbers } from './log.ts';

const MAIN: CampaignId = campaignId('main');

let folder: string;
let control: Router;
let live: Subscriber;
let engine: RunningEngine;
let peer: Buffer;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'outdial-engine-'));
  control = new Router({ linger: 0 });
  live = new Subscriber({ linger: 0, conflate: true });
  await control.bind(`ipc://${folder}/control`);
  await live.bind(`ipc://${folder}/live`);
  live.subscribe();
  engine = runEngine({
    control: `ipc://${folder}/control`,
    live: `ipc://${folder}/live`,
    telephony: {
      kind: 'simulated',
      profile: {
        answerRatio: 1,
        postDialMs: { dist: 'fixed', mean: 50 },
        ringMs: { dist: 'fixed', mean: 100 },
        talkMs: { dist: 'fixed', mean: 200 },
      },
      ledgerFile: join(folder, 'ledger.jsonl'),
    },
    poolThreads: 1,
    logFile: join(folder, 'engine.log'),
  });
});

afterEach(async () => {
  await engine.stop();
  control.close();
  live.close();
  rmSync(folder, { recursive: true, force: true });
});

const send = (message: ServerMessage) => control.send([peer, encodeBusMessage(message)]);

/** The next message of a type; what else comes meanwhile is answered as a server does. */
async function next<Type extends EngineMessage['type']>(type: Type): Promise<Extract<EngineMessage, { type: Type }>> {
  for (;;) {
    const [identity, frame] = await control.receive();
    if (identity === undefined || frame === undefined) continue;
    peer = identity;
    const decoded = decodeBusMessage<EngineMessage>(frame);
    if (!decoded.ok) throw new Error(decoded.reason);
    if (decoded.message.type === 'heartbeat') await send({ type: 'heartbeat', atMs: 0 });
    if (decoded.message.type === type) return decoded.message as Extract<EngineMessage, { type: Type }>;
  }
}

it('the process finds its server, restores an agent, dials what is granted alone, and shows itself', async () => {
  const hello = await next('hello');
  expect(hello).toMatchObject({ telephony: 'simulated', pid: process.pid, epoch: engine.epoch });
  const seat = { agentId: agentId('ada'), name: 'Ada', phone: 'p' };
  await send({
    type: 'welcome',
    protocol: hello.protocol,
    epoch: hello.epoch,
    configuration: { campaigns: [campaignOf({ id: MAIN })] },
    restore: [{ type: 'agent.log-in', seat, joined: [MAIN], restore: 'ready' }],
  });
  const asked = await next('lease.request');
  const record = { contactId: 'c1', listId: 'l1', name: 'Eve', number: numberOf(1), fields: {}, attempts: 0 } as never;
  await send({
    type: 'lease.grant',
    id: asked.id,
    grant: {
      ...{ leaseId: 'lease' as never, campaignId: MAIN, records: [record], expiresAtMs: Date.now() + 60_000 },
      ...{ shortBecause: 'no-contacts-left', nextAtMs: null },
    },
  });
  const batch = await next('intent.batch');
  expect(batch.intents).toMatchObject([{ contactId: 'c1', agentId: 'ada', number: numberOf(1) }]);
  const attemptId = batch.intents[0]?.attemptId as never;
  expect(readLedger(join(folder, 'ledger.jsonl')).entries).toEqual([]);
  const validUntilMs = Date.now() + 60_000;
  await send({ type: 'intent.answers', id: batch.id, answers: [{ attemptId, granted: true, validUntilMs }] });
  const seen: string[] = [];
  while (!seen.includes('ended')) {
    const { facts } = await next('facts');
    for (const fact of facts) if (fact.type !== 'agent') seen.push(fact.type);
    await send({ type: 'ack', epoch: hello.epoch, seq: facts.at(-1)?.seq ?? 0 });
  }
  expect(seen).toEqual(['answered', 'connected', 'ended']);
  expect(readLedger(join(folder, 'ledger.jsonl')).entries).toMatchObject([{ attemptId, number: numberOf(1) }]);
  const [frame] = await live.receive();
  const shown = frame === undefined ? null : decodeBusMessage<LiveMessage>(frame);
  expect(shown).toMatchObject({
    ok: true,
    message: { picture: { epoch: engine.epoch, agents: [{ agentId: 'ada' }] } },
  });
  await engine.stop();
  await engine.stopped;
  expect(readFileSync(join(folder, 'engine.log'), 'utf8')).toContain('the server answers');
});

it('no telephone number stands in the log, whatever a message holds', () => {
  expect(withoutNumbers('cannot dial +33639980000001 at 1764000000000')).toBe('cannot dial +33…01 at 1764000000000');
});
