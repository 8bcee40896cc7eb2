/** Several Asterisks as one carrier: who gets the calls, who reaches whom, and what happens when a node or the engine dies. */
import { type AgentId, type CallId, type E164, realClock } from '@outdial/shared';
import { afterAll, describe, expect, it } from 'vitest';
import { LAB_TONES_HZ } from '../../lab/lab.ts';
import { answers } from '../../lab/plan.ts';
import type { CallEvent, PortResult, Telephony } from '../../port.ts';
import type { AsteriskNode } from '../options.ts';
import { flakyProxy } from '../testing/flaky-proxy.ts';
import { sendInboundTo } from '../testing/inbound.ts';
import { HEARD_SHARE, LabBench, last, Plans, talking, until } from '../testing/lab-bench.ts';
import { labOrReason } from '../testing/lab-or-reason.ts';
import { AsteriskFleet } from './asterisk-fleet.ts';
import { checkUpAll, troubles } from './check-up.ts';

const plans = new Plans();
const lab = await labOrReason({ carrier: plans.carrier, twoNodes: true });

if (typeof lab === 'string') {
  describe('a fleet', () => it.skip(`not run: ${lab}`, () => undefined));
} else {
  afterAll(() => lab.close());
  const bench = new LabBench(lab, plans);
  const words: string[] = [];
  let apps = 0;

  type Change = (node: AsteriskNode) => Partial<AsteriskNode>;
  const open = async (change: Change = () => ({}), app?: string): Promise<AsteriskFleet> => {
    apps += 1;
    const own = app ?? `fleet-${apps}`;
    const nodes = lab.nodes.map((node) => {
      const changed = { ...node, ...change(node) };
      return { ...changed, options: { ...changed.options, app: own } };
    });
    for (const { options } of lab.nodes) await sendInboundTo(options, own);
    const fleet = new AsteriskFleet({ nodes, clock: realClock, say: (said) => words.push(said) });
    await fleet.ready;
    return fleet;
  };
  const close = async (fleet: AsteriskFleet): Promise<void> => {
    fleet.close();
    await fleet.gone;
  };
  /** Calls at the one node, phones at the other. */
  const apart: Change = ({ name, options }) =>
    name === 'first' ? { options: { ...options, trunks: [] } } : { phones: false };
  const ask = (act: (done: (result: PortResult) => void) => void): Promise<PortResult> => new Promise(act);
  const inUse = (fleet: Telephony): Record<string, number> =>
    Object.fromEntries(fleet.trunks().map(({ name, linesInUse }) => [name, linesInUse]));

  it('BP-3: calls are spread over the nodes by their weights, and trunks are told by the names of their nodes', async () => {
    const fleet = await open(({ name }) => ({ weight: name === 'first' ? 2 : 1 }));
    const calls = Array.from({ length: 9 }, () => bench.dial(fleet));
    await until(() => calls.every((call) => last(call) === 'answered'), 'all are answered');
    expect(inUse(fleet)).toEqual({ 'first/carrier': 6, 'second/carrier': 3 });
    expect(fleet.freeLines()).toBe(991);
    await close(fleet);
  });

  it('GT-8: a phone that only one node has is reached from the other, an agent’s and a supervisor’s', async () => {
    const fleet = await open(apart);
    await bench.phone(fleet, 'pinned-1', 'first/pinned-1');
    const call = await bench.answered(fleet);
    expect(await bench.connect(fleet, call, 'pinned-1')).toEqual({ ok: true });
    await expect.poll(() => bench.talk('pinned-1', call)).toBe(true);
    const request = { monitorId: 'm1', callId: call.callId, mode: 'listen', supervisorPhone: 'first/boss' } as const;
    expect(await ask((done) => fleet.monitor(request, done))).toEqual({ ok: true });
    await expect.poll(() => bench.shareHeard('boss', LAB_TONES_HZ.contact)).toBeGreaterThan(HEARD_SHARE);
    lab.phones.callTo('boss')?.hangUp();
    await until(() => lab.phones.callTo('boss') === null, 'the supervisor has gone');
    const onDemand = { agentId: 'pinned-2' as AgentId, address: 'first/pinned-2', mode: 'on-demand' } as const;
    fleet.openPhone(onDemand, () => undefined);
    const other = await bench.answered(fleet);
    expect(await bench.connect(fleet, other, 'pinned-2')).toEqual({ ok: true });
    await expect.poll(() => bench.talk('pinned-2', other)).toBe(true);
    fleet.hangUp(other.callId);
    await until(() => lab.phones.callTo('pinned-2') === null, 'the phone is let go with its conversation');
    await close(fleet);
  });

  it('an agent has one contact at a time, on whichever node', async () => {
    const fleet = await open();
    await bench.phone(fleet, 'one-at-a-time');
    const [first, second] = [await bench.answered(fleet), await bench.answered(fleet)];
    expect(Object.values(inUse(fleet))).toEqual([1, 1]);
    expect(await bench.connect(fleet, first, 'one-at-a-time')).toEqual({ ok: true });
    expect(await bench.connect(fleet, second, 'one-at-a-time')).toMatchObject({ ok: false, code: 'wrong-call-state' });
    await bench.phone(fleet, 'who-asks');
    expect(await bench.connect(fleet, second, 'who-asks')).toEqual({ ok: true });
    const busy = { kind: 'agent', agentId: 'one-at-a-time' as AgentId } as const;
    expect(await ask((done) => fleet.consult(second.callId, busy, done))).toMatchObject({ code: 'phone-unreachable' });
    fleet.hangUp(first.callId);
    await until(() => last(first) === 'ended', 'the first is over');
    expect(await ask((done) => fleet.consult(second.callId, busy, done))).toEqual({ ok: true });
    expect(await ask((done) => fleet.completeTransfer(second.callId, done))).toEqual({ ok: true });
    await expect.poll(() => bench.talk('one-at-a-time', second)).toBe(true);
    await close(fleet);
  });

  it('WX-1: a node that does not put through says what to check, and who was to hear it ring is told as lost', async () => {
    const fleet = await open((node) => ({ ...apart(node), reachedBy: 'PJSIP/{token}@nowhere' }));
    await bench.phone(fleet, 'astray');
    const call = await bench.answered(fleet);
    const refused = await bench.connect(fleet, call, 'astray');
    expect(refused).toMatchObject({ ok: false, code: 'phone-unreachable' });
    const rings = bench.dial(fleet, answers(talking, 300), 'astray');
    await until(() => last(rings) === 'agent-leg-lost', 'the agent is told as lost');
    expect(rings.events.map(({ type }) => type)).toEqual(['ringing', 'answered', 'agent-leg-lost']);
    await close(fleet);
  });

  it('the look at a fleet goes through every node, and the ways between them', async () => {
    const look = async (nodes: readonly AsteriskNode[]) => {
      const bad: string[] = [];
      for await (const { check, ok } of checkUpAll(nodes, realClock)) if (!ok) bad.push(check);
      return bad;
    };
    expect(await look(lab.nodes)).toEqual([]);
    const [first, second] = lab.nodes;
    if (first === undefined || second === undefined) throw new Error('no two nodes');
    expect(await look([{ ...first, reachedBy: 'PJSIP/{token}@nowhere' }, second])).toEqual(['second: way to first']);
    const away = { ...second, options: { ...second.options, url: 'http://127.0.0.1:9' } };
    expect(await look([first, away])).toEqual(['second: http']);
    expect([...(await troubles([first, away], realClock))]).toEqual([
      ['second', expect.stringMatching(/nobody listens/)],
    ]);
  });

  it('a new engine takes over who talks across two nodes, and neither of them notices', async () => {
    const proxies = new Map(
      await Promise.all(lab.nodes.map(async ({ name, options }) => [name, await flakyProxy(options.url)] as const)),
    );
    const proxied: Change = (node) => {
      const { options = node.options, ...more } = apart(node);
      return { ...more, options: { ...options, url: proxies.get(node.name)?.url ?? '' } };
    };
    const before = await open(proxied, 'reborn');
    await bench.phone(before, 'reborn-agent');
    const pair = await bench.answered(before);
    expect(await bench.connect(before, pair, 'reborn-agent')).toEqual({ ok: true });
    await bench.phone(before, 'called-agent');
    const caller = await bench.comesIn(before, lab.second?.settings.sipPort);
    expect(await bench.answer(before, caller, 'called-agent')).toEqual({ ok: true });
    const alone = await bench.answered(before);
    for (const proxy of proxies.values()) proxy.fail(true);
    before.close();
    await before.gone;
    await expect.poll(() => bench.talk('reborn-agent', pair)).toBe(true);

    const received = lab.phones.received;
    const after = await open(apart, 'reborn');
    const left = await after.earlierLife.left;
    expect(left).toContainEqual({ callId: pair.callId, attemptId: pair.callId, agentId: 'reborn-agent' });
    expect(left).toContainEqual({ callId: caller.callId, attemptId: null, agentId: 'called-agent' });
    for (const agentId of ['reborn-agent', 'called-agent']) await bench.phone(after, agentId);
    const events: CallEvent[] = [];
    const request = bench.request(pair.callId as CallId, pair.number as E164);
    after.earlierLife.take('reborn-agent' as AgentId, request, 'connected', (event) => events.push(event));
    const told: CallEvent[] = [];
    const incoming = bench.request(caller.callId, caller.number);
    after.earlierLife.take('called-agent' as AgentId, incoming, 'connected', (event) => told.push(event));
    after.earlierLife.letGo();
    await until(() => lab.carrier.callTo(alone.number) === null, 'who is alone is let go');
    await expect.poll(() => bench.talk('reborn-agent', pair)).toBe(true);
    expect(await ask((done) => after.hold(pair.callId, done))).toEqual({ ok: true });
    await expect.poll(() => bench.shareHeard(pair.number, LAB_TONES_HZ.agent)).toBe(0);
    expect(await ask((done) => after.resume(pair.callId, done))).toEqual({ ok: true });
    await expect.poll(() => bench.talk('reborn-agent', pair)).toBe(true);
    lab.carrier.callTo(pair.number)?.hangUp();
    await until(() => events.at(-1)?.type === 'ended', 'the end is told');
    await expect.poll(() => bench.talk('called-agent', caller)).toBe(true);
    lab.carrier.callFrom(caller.number)?.hangUp();
    await until(() => told.at(-1)?.type === 'ended', "the caller's end is told");
    const next = await bench.answered(after);
    expect(await bench.connect(after, next, 'reborn-agent')).toEqual({ ok: true });
    await expect.poll(() => bench.talk('reborn-agent', next)).toBe(true);
    expect(lab.phones.received, 'the phone was not called again').toBe(received);
    await close(after);
    for (const proxy of proxies.values()) proxy.close();
  });

  it('kill -9 of one node: its calls end with a reason, agents of the others work on, and its own come up elsewhere', async () => {
    const fleet = await open();
    const homes = ['a', 'b'] as const;
    const phones = [await bench.phone(fleet, 'kill-a'), await bench.phone(fleet, 'kill-b')];
    const calls = [await bench.answered(fleet), await bench.answered(fleet)];
    // Each agent is with the contact of the other's node: whichever dies, one loses the contact and one the phone.
    for (const [at, call] of calls.entries()) {
      expect(await bench.connect(fleet, call, `kill-${homes[1 - at]}`)).toEqual({ ok: true });
    }
    await lab.second?.kill();
    await until(() => calls.some((call) => last(call) === 'ended'), 'the calls of the node end');
    const ended = calls.filter((call) => last(call) === 'ended');
    expect(ended.map(({ events }) => events.at(-1))).toMatchObject([{ cause: 'trunk-failure' }]);
    await until(() => phones.some((events) => events.at(-1)?.type === 'down'), 'the agent of the node is told');
    const [stays] = calls.filter((call) => !ended.includes(call));
    if (stays === undefined) throw new Error('no call stays');
    await until(() => last(stays) === 'agent-leg-lost', 'the contact of the other node has lost the agent');
    const homeless = phones[0]?.at(-1)?.type === 'down' ? 'kill-a' : 'kill-b';
    const other = homeless === 'kill-a' ? 'kill-b' : 'kill-a';
    await bench.phone(fleet, homeless);
    expect(await bench.connect(fleet, stays, homeless)).toEqual({ ok: true });
    await expect.poll(() => bench.talk(homeless, stays)).toBe(true);
    const next = await bench.answered(fleet);
    expect(await bench.connect(fleet, next, other)).toEqual({ ok: true });
    await expect.poll(() => bench.talk(other, next)).toBe(true);
    await lab.second?.start();
    await until(() => fleet.trunks().every(({ up }) => up), 'the node is back');
    await close(fleet);
  });
}
