/** Input that is odd, reused or meant to harm is refused in words or told as it is, and never a fault of ours. */
import type { CampaignId, ListId } from '@outdial/shared';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wavFile } from '../messages/testing/wav-file.ts';
import { EngineHand } from '../store/testing/floor.ts';
import { type Bench, CHEAP, makeCampaign, openBench, PASSWORD, problemOf } from '../testing/bench.ts';
import { createPasswords } from '../users/passwords.ts';

let bench: Bench;
let listId: ListId;
beforeEach(async () => {
  bench = await openBench();
  listId = (await bench.supervisor.call('createList', { body: { name: 'People' } })).id as ListId;
});
afterEach(() => bench.close());

const importText = (text: string) => bench.supervisor.call('importList', { params: { listId }, text });
/** The columns after those that every export has, the headings first. */
const exported = async (): Promise<string[][]> => {
  const bytes = await bench.supervisor.client.download('exportContacts', { params: { listId } });
  const rows = parse(Buffer.from(bytes).toString()) as string[][];
  return rows.map((row) => row.slice(14));
};

describe('lists', () => {
  it('GT-5: columns called as every object’s own are columns like any other, also for contacts without them', async () => {
    await importText('phone,constructor,toString\n0199000001,Eiffel,x\n');
    await importText('phone,city\n0199000002,Lyon\n');
    expect(await exported()).toEqual([
      ['city', 'constructor', 'toString'],
      ['', 'Eiffel', 'x'],
      ['Lyon', '', ''],
    ]);
  });

  it('GT-3: blanks and wide signs before a formula do not hide it, in a heading neither', async () => {
    await importText('phone,＝1+1,note\n0199000001, =2+2,＠x\n');
    expect(await exported()).toEqual([
      ['note', "'＝1+1"],
      ["'＠x", "' =2+2"],
    ]);
  });

  it('GT-5: a file of a hundred thousand columns of one name is refused at once', async () => {
    const heading = `phone${',a'.repeat(100_000)}`;
    const problem = await problemOf(importText(`${heading}\n0199000001\n`));
    expect(problem.code).toBe('invalid-file');
    expect(problem.message).toContain('100001 columns; 1000 are the most');
  });
});

describe('callbacks asked for from outside', () => {
  let campaignId: CampaignId;
  beforeEach(async () => {
    campaignId = (await makeCampaign(bench, [bench.agent], { kind: 'callback' })).id;
  });
  const ask = (idempotencyKey: string, more: { number?: string; notes?: string; time?: string } = {}) => {
    const { number = '0199007777', notes = '', time = '15:00' } = more;
    const when = { date: '2026-11-24', time, timeZone: 'Europe/Paris' };
    return bench.supervisor.call('requestCallback', { body: { campaignId, number, notes, when, idempotencyKey } });
  };

  it('GCC-0: a key that was used for something else is refused, and the first callback stays as it is', async () => {
    const first = await ask('form-1', { notes: 'ring twice' });
    const other = await problemOf(ask('form-1', { number: '0199008888' }));
    expect(other.code).toBe('idempotency-key-reused');
    expect(await bench.supervisor.call('callbacks')).toMatchObject([
      { callbackId: first.callbackId, number: first.number },
    ]);
  });

  it('GCC-0: who asks again for another time changes the callback; the first request sent late does not change it back', async () => {
    const first = await ask('form-1', { notes: 'ring twice' });
    const second = await ask('form-2', { time: '17:00' });
    expect(second).toMatchObject({ callbackId: first.callbackId, time: '17:00', notes: 'ring twice' });
    expect(await ask('form-1', { notes: 'ring twice' })).toMatchObject({ time: '17:00' });
    expect(await ask('form-2', { time: '17:00' })).toMatchObject({ callbackId: first.callbackId, time: '17:00' });
    expect(await bench.supervisor.call('callbacks')).toHaveLength(1);
  });
});

describe('times and numbers', () => {
  it('OUT-6: the last day of the calendar has its report', async () => {
    const report = await bench.supervisor.call('dayReport', { query: { date: '9999-12-31', timeZone: 'UTC' } });
    expect(report).toMatchObject({ date: '9999-12-31', agents: [] });
  });

  it('GT-4: a missed call of a day that no calendar has, or under the id of a call that was answered, is refused', async () => {
    const tell = (id: string, atMs: number) =>
      bench.supervisor.call('reportMissedCall', { body: { id, atMs, number: '0199000001' } });
    expect((await problemOf(tell('m-1', 9e15))).code).toBe('malformed-body');
    await tell('m-2', bench.clock.nowMs());
    await new EngineHand(bench.store, bench.clock.nowMs()).tell({
      ...{ type: 'incoming', callId: 'm-3' as never, number: '+33199000001' as never, campaignId: null, agentId: null },
      ...{ calledNumber: '+33199000000' as never, state: 'answered', detail: '' },
    });
    expect((await problemOf(tell('m-3', bench.clock.nowMs()))).code).toBe('call-not-missed');
  });

  it('a consent is not given in the future, and does not end before it begins', async () => {
    const give = (givenAtMs: number, expiresAtMs: number | null = null) =>
      bench.supervisor.call('addConsent', { body: { number: '0199000001', proof: 'form 7', givenAtMs, expiresAtMs } });
    const nowMs = bench.clock.nowMs();
    expect((await problemOf(give(nowMs + 1))).message).toContain('future');
    expect((await problemOf(give(nowMs, nowMs - 1))).message).toContain('before it begins');
    expect(await give(nowMs)).toHaveLength(1);
  });

  it('BP-8: emergency numbers are no numbers of any list, do-not-call entry or callback', async () => {
    const report = await importText('phone\n112\n+33112\n911\n+1911\n999\n');
    expect(report).toMatchObject({ accepted: 0, refusedTotal: 5 });
    for (const number of ['112', '911', '+33112']) {
      expect((await problemOf(bench.supervisor.call('addDoNotCall', { body: { number, reason: 'x' } }))).code).toBe(
        'invalid-number',
      );
    }
  });

  it('BP-10: sound of half an hour is refused by its length', async () => {
    const text = wavFile({ code: 'mu-law', bits: 8, rateHz: 8_000, channels: 1, seconds: 2_000 });
    const problem = await problemOf(bench.manager.call('uploadMessage', { query: { name: 'Long' }, text }));
    expect(problem.message).toContain('2000 s long; 180 s are the most');
  });
});

it('OUT-7: a log-in that was under way while the password was reset or the user locked does not come in', async () => {
  let meanwhile: () => Promise<unknown> = async () => undefined;
  const cheap = createPasswords(CHEAP);
  const passwords = {
    ...cheap,
    hash: (password: string) => cheap.hash(password),
    async matches(password: string, hash: string | null) {
      const matched = await cheap.matches(password, hash);
      await meanwhile();
      return matched;
    },
  };
  const slow = await openBench({ parts: { passwords } });
  const logIn = () => problemOf(slow.anonymous.call('logIn', { body: { username: 'anna', password: PASSWORD } }));
  const params = { userId: slow.agent.user.id };
  meanwhile = () => slow.administrator.call('setLocked', { params, body: { locked: true } });
  expect((await logIn()).code).toBe('wrong-credentials');
  meanwhile = async () => undefined;
  await slow.administrator.call('setLocked', { params, body: { locked: false } });
  meanwhile = () => slow.administrator.call('setPassword', { params, body: { password: 'another long password' } });
  expect((await logIn()).code).toBe('wrong-credentials');
  await slow.close();
});
