/** Exports as CSV, and one person's data: exported, erased, kept no longer than is said. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { E164, ListId } from '@outdial/shared';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EngineHand, ended } from '../store/testing/floor.ts';
import { type Bench, makeCampaign, openBench, problemOf } from '../testing/bench.ts';

let bench: Bench;
let engine: EngineHand;
let listId: string;
let campaignId: string;

const DAY_MS = 86_400_000;

beforeEach(async () => {
  bench = await openBench();
  engine = new EngineHand(bench.store, bench.clock.nowMs());
  const list = await bench.supervisor.call('createList', { body: { name: 'People' } });
  listId = list.id;
  const text = [
    'name,phone,mobile,note',
    '"=HYPERLINK(""http://x"")",0199000001,0699000001,+1',
    'Bob,0199000002,,"- ""well""',
    '@Cyd,0199000003,,\t2',
  ].join('\n');
  await bench.supervisor.call('importList', { params: { listId }, text: text.replace('"- ""well""', '"- ""well"""') });
  const campaign = await makeCampaign(bench, [], {
    listIds: [list.id],
    wrapUpCodes: [{ code: 'sale', label: 'Sale', effect: 'finish' }],
  });
  campaignId = campaign.id;
  await bench.supervisor.call('startCampaign', { params: { campaignId } });
});
afterEach(() => bench.close());

async function call(): Promise<string> {
  const [attemptId] = await engine.dial(campaignId);
  if (attemptId === undefined) throw new Error('no attempt');
  const agent = { agentId: bench.agent.user.id, interactionId: `i-${attemptId}` as never };
  await engine.tell(ended(attemptId, { outcome: 'live', liveEnd: 'connected', talkMs: 61_000 }), {
    type: 'wrapped-up',
    attemptId,
    ...agent,
    code: 'sale',
    notes: '=2+2 for Ann',
    wrapUpMs: 1,
  });
  return attemptId;
}

const rowsOf = async (bytes: Promise<Uint8Array>): Promise<Record<string, string>[]> =>
  parse(Buffer.from(await bytes).toString(), { columns: true }) as Record<string, string>[];

describe('exports', () => {
  it('GT-3: contacts as CSV with where they stand, filtered, and no cell that a spreadsheet takes for a formula', async () => {
    const { client } = bench.supervisor;
    await call();
    const rows = await rowsOf(client.download('exportContacts', { params: { listId } }));
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatchObject({
      ...{ name: `'=HYPERLINK("http://x")`, number: "'+33199000001", 'other numbers': "'+33699000001", note: "'+1" },
      ...{ status: 'finished', progress: 'processed', attempts: '1', 'last outcome': 'live', reason: 'wrapped-up' },
    });
    expect(rows[1]).toMatchObject({ name: 'Bob', note: `'- "well"`, progress: 'untried' });
    expect(rows[2]).toMatchObject({ name: "'@Cyd" });
    for (const row of rows) for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t]/);
    const query = { progress: 'processed', campaignId } as const;
    expect(await rowsOf(client.download('exportContacts', { params: { listId }, query }))).toHaveLength(1);
  });

  it('GT-3, GT-5: what is exported is read again as it was: numbers, further numbers, names and fields', async () => {
    const { client } = bench.supervisor;
    await bench.supervisor.call('importList', {
      params: { listId },
      text: "name,phone,mobile,office phone,note,phone type\n'=Dan,0199000004,0699000004,0199000005,'+ x,line\n",
      query: { column: 'phone' },
    });
    const whole = async (id: string) => {
      const contacts = await bench.supervisor.call('listContacts', { params: { listId: id } });
      return contacts.map(({ number, otherNumbers, name, fields }) => ({ number, otherNumbers, name, fields }));
    };
    const file = Buffer.from(await client.download('exportContacts', { params: { listId } })).toString();
    const again = await bench.supervisor.call('createList', { body: { name: 'Again' } });
    const report = await bench.supervisor.call('importList', { params: { listId: again.id }, text: file });
    expect(report).toMatchObject({ rows: 4, accepted: 4, refused: [] });
    const before = await whole(listId);
    const names = new Set(before.flatMap(({ fields }) => Object.keys(fields)));
    const filled = before.map((one) => ({
      ...one,
      fields: Object.fromEntries([...names].map((name) => [name, one.fields[name] ?? ''])),
    }));
    expect(await whole(again.id)).toEqual(filled);
    // Somebody else's file with an apostrophe before the plus, as spreadsheets write it, is accepted just so.
    const other = { params: { listId: again.id }, text: "who,phone\nEve,'+33199000009\n" };
    expect(await bench.supervisor.call('importList', other)).toMatchObject({ accepted: 1, refusedTotal: 0 });
  });

  it('attempts as CSV, by campaign, outcome and time', async () => {
    const { client } = bench.supervisor;
    await call();
    engine.nowMs += DAY_MS;
    const second = await call();
    const rows = await rowsOf(client.download('exportAttempts', { query: { campaignId } }));
    expect(rows.map(({ attempt }) => attempt)[0]).toBe(second);
    expect(rows[0]).toMatchObject({ outcome: 'live', 'talk s': '61', 'wrap-up code': 'sale', notes: "'=2+2 for Ann" });
    const of = async (query: object) => (await rowsOf(client.download('exportAttempts', { query }))).length;
    expect(await of({ sinceMs: engine.nowMs })).toBe(1);
    expect(await of({ untilMs: engine.nowMs })).toBe(1);
    expect(await of({ outcome: 'busy' })).toBe(0);
    expect((await bench.supervisor.call('audit')).map(({ act }) => act)).toContain('attempts.export');
  });

  it('an export of many pages is whole, and comes in pieces', async () => {
    const { supervisor } = bench;
    const { id } = await supervisor.call('createList', { body: { name: 'Many' } });
    const text = Array.from({ length: 2_500 }, (_, n) => `01991${String(n).padStart(5, '0')}\n`).join('');
    await supervisor.call('importList', { params: { listId: id }, text });
    let pieces = 0;
    let written = '';
    for await (const piece of await supervisor.client.open('exportContacts', { params: { listId: id } })) {
      pieces += 1;
      written += Buffer.from(piece).toString();
    }
    expect(written.trimEnd().split('\r\n')).toHaveLength(2_501);
    expect(pieces).toBeGreaterThan(3);
  });
});

describe('personal data', () => {
  it('OUT-8: everything kept of one person, by any of their numbers, as JSON; for administrators, and audited', async () => {
    const { administrator, supervisor } = bench;
    await call();
    await supervisor.call('addConsent', { body: { number: '0699000001', givenAtMs: 1, proof: 'form 7' } });
    const query = { number: '0699000001' };
    const person = await administrator.call('exportPerson', { query });
    expect(person).toMatchObject({
      numbers: ['+33699000001', '+33199000001'],
      contacts: [{ fields: { note: '+1' }, campaigns: [{ progress: 'processed' }] }],
      attempts: [{ number: '+33199000001', notes: '=2+2 for Ann', wrapUpCode: 'sale' }],
      consents: [{ proof: 'form 7' }],
      doNotCall: [],
    });
    expect(await problemOf(supervisor.call('exportPerson', { query }))).toMatchObject({ code: 'wrong-role' });
    expect((await administrator.call('audit'))[0]).toMatchObject({ act: 'person.export', subject: '…0001' });
  });

  it('OUT-8: the export holds all of it, also where that is more than one look-up shows', async () => {
    const { administrator, store } = bench;
    const ann = { number: '+33199000001' as E164, name: 'Ann', country: 'FR', timeZone: null, priority: 0, fields: {} };
    for (let n = 0; n < 55; n++) {
      const list = `list-${n}` as ListId;
      await store.createList({ id: list, name: list, createdAtMs: 0 });
      await store.addContacts({ listId: list, contacts: [ann] });
    }
    await call();
    const file = new DatabaseSync(join(bench.folder, 'store.sqlite'));
    file.exec(`INSERT INTO attempts (id, campaign, contact, number, caller_id, epoch, lease, state, intent_at, valid_until, outcome)
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 520)
      SELECT 'more-' || i, campaign, contact, number, caller_id, epoch, lease, 'closed', intent_at, 0, 'busy' FROM n, attempts WHERE seq = 1`);
    file.close();
    await store.ping();
    const person = await administrator.call('exportPerson', { query: { number: '0199000001' } });
    expect(new Set(person.contacts.map(({ contactId }) => contactId)).size).toBe(56);
    expect(new Set(person.attempts.map(({ attemptId }) => attemptId)).size).toBe(521);
    expect(person.attempts).toHaveLength(521);
  });

  it('OUT-8: to whom somebody else’s call was handed over is erased too, where it was this person', async () => {
    const { administrator, supervisor } = bench;
    const attemptId = await call();
    await engine.tell({
      ...{ type: 'transferred', callId: 'c' as never, attemptId: attemptId as never, agentId: bench.agent.user.id },
      ...{ to: '+33199009999', toAgentId: null, how: 'blind' },
    });
    const transferred = async () => (await supervisor.call('attempts'))[0]?.transferredTo;
    expect(await transferred()).toBe('+33199009999');
    const body = { number: '0199009999', reason: 'letter' };
    expect(await administrator.call('erasePerson', { body })).toMatchObject({ contacts: 0, others: 1 });
    expect(await transferred()).toBeNull();
    expect((await supervisor.call('attempts'))[0]).toMatchObject({ number: '+33199000001' });
  });

  it('OUT-8: one person is erased everywhere; the do-not-call mark stays, and figures stay whole', async () => {
    const { administrator, supervisor } = bench;
    await call();
    await supervisor.call('addConsent', { body: { number: '0199000001', givenAtMs: 1, proof: 'form 7' } });
    await bench.agent.call('agentLogIn', { body: {} });
    const last = { campaignId, contactId: 'c1', contactName: 'Ann', number: '+33699000001', callStatus: 'busy' };
    bench.bus.tell(bench.agent.user.id, { last: { ...last, attemptId: 'a', redials: 0 } as never });
    expect((await bench.agent.call('agentView')).last).toMatchObject({ number: '+33699000001' });
    const body = { number: '01 99 00 00 01', reason: 'letter of 3 November' };
    const erased = await administrator.call('erasePerson', { body });
    expect(erased).toMatchObject({ contacts: 1, attempts: 1, consents: 1 });
    // Nor do agents who had them as their last contact.
    expect((await bench.agent.call('agentView')).last).toBeNull();
    const found = await supervisor.call('lookUpNumber', { query: { number: '0199000001' } });
    expect(found).toMatchObject({ contacts: [], attempts: [], consents: [] });
    expect(found.doNotCall).toMatchObject([{ campaignId: null, reason: 'erased at their request' }]);
    expect(await supervisor.call('attempts')).toMatchObject([
      { number: '', contactName: '', notes: null, talkMs: 61_000 },
    ]);
    // Whoever brings the number in again does not bring the calls back.
    await supervisor.call('importList', { params: { listId }, text: 'name,phone\nAnn,0199000001\n' });
    engine.nowMs = bench.clock.nowMs();
    expect((await engine.lease(campaignId, 9)).records.map(({ number }) => number)).not.toContain('+33199000001');
    const [entry] = (await administrator.call('audit')).filter(({ act }) => act === 'person.erase');
    expect(entry).toMatchObject({ actor: 'ada', subject: '…0001', detail: 'letter of 3 November' });
  });

  it('OUT-8: recordings go with their files: of an erased person, and of calls that are older than is said', async () => {
    const { administrator, services, folder } = bench;
    mkdirSync(join(folder, 'recordings'));
    const record = async (call: string, attemptId: string) => {
      const file = join(folder, 'recordings', `${call}.wav`);
      writeFileSync(file, 'RIFF');
      await engine.tell({
        ...{ type: 'recorded', callId: call as never, attemptId: attemptId as never, campaignId: campaignId as never },
        ...{ agentId: null, number: null, file: `${call}.wav`, startedAtMs: engine.nowMs, durationMs: 1, bytes: 4 },
      });
      return () => existsSync(file);
    };
    const annIsThere = await record('call-1', await call());
    const bobIsThere = await record('call-2', await call());
    const body = { number: '0199000001', reason: 'letter' };
    expect(await administrator.call('erasePerson', { body })).toMatchObject({ others: 1 });
    expect([annIsThere(), bobIsThere()]).toEqual([false, true]);
    await administrator.call('setRetention', { body: { attemptsDays: null, notesDays: null, recordingsDays: 1 } });
    bench.clock.advance(DAY_MS + 1);
    await services.keeper.sweep();
    expect(bobIsThere()).toBe(false);
    expect(await (await bench.seat('ada', 'administrator')).call('recordings')).toEqual([]);
  });

  it('a recording that an earlier engine made, of which the live one knows the attempt alone, is listed like any other', async () => {
    const attemptId = await call();
    await engine.tell({
      ...{ type: 'recorded', callId: 'call-9' as never, attemptId: attemptId as never, campaignId: null },
      ...{ agentId: null, number: null, file: 'call-9.wav', startedAtMs: 7, durationMs: 1, bytes: 4 },
    });
    const [attempt] = await bench.supervisor.call('attempts');
    expect(await bench.supervisor.call('recordings')).toMatchObject([
      { callId: 'call-9', attemptId, campaignId, number: attempt?.number, agentId: attempt?.agentId },
    ]);
  });

  it('OUT-8: who is being called is not erased under the call', async () => {
    await engine.dial(campaignId);
    const body = { number: '0199000001', reason: 'letter' };
    expect(await problemOf(bench.administrator.call('erasePerson', { body }))).toMatchObject({
      code: 'person-in-call',
    });
  });

  it('OUT-8: attempts and notes are kept no longer than is said, and what a rule looks back on is kept longer', async () => {
    const { administrator, supervisor, clock, services } = bench;
    const short = { attemptsDays: 30, notesDays: null, recordingsDays: null };
    expect(await problemOf(administrator.call('setRetention', { body: short }))).toMatchObject({
      code: 'malformed-body',
    });
    await call();
    await administrator.call('setRetention', { body: { attemptsDays: 62, notesDays: 2, recordingsDays: null } });
    await services.keeper.sweep();
    expect(await supervisor.call('attempts')).toMatchObject([{ notes: '=2+2 for Ann' }]);
    clock.advance(2 * DAY_MS + 1);
    await services.keeper.sweep();
    // Everybody's token has expired meanwhile.
    const later = () => bench.seat('ada', 'administrator');
    expect(await (await later()).call('attempts')).toMatchObject([{ notes: null, outcome: 'live' }]);
    clock.advance(60 * DAY_MS);
    await services.keeper.sweep();
    const again = await later();
    expect(await again.call('attempts')).toEqual([]);
    expect((await again.call('audit')).map(({ act }) => act)).toContain('retention.sweep');
    expect(await again.call('retention')).toEqual({ attemptsDays: 62, notesDays: 2, recordingsDays: null });
  });
});
