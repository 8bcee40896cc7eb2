import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, makeCampaign, openBench, problemOf } from '../testing/bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench({ app: { csvLimitBytes: 1_200_000 } });
});
afterEach(() => bench.close());

const numbers = (count: number): string =>
  Array.from({ length: count }, (_, n) => `01990${String(n).padStart(6, '0').slice(-5)}\n`).join('');

/** As it comes over a line. */
const inPieces = (text: string): ReadableStream<Uint8Array> =>
  ReadableStream.from(
    Array.from({ length: Math.ceil(text.length / 65_536) }, (_, n) =>
      Buffer.from(text.slice(n * 65_536, (n + 1) * 65_536)),
    ),
  );

describe('importing a call list', () => {
  it('GT-5: says how many contacts are in the list where the file is too much, and the audit says so too', async () => {
    const { supervisor } = bench;
    const { id } = await supervisor.call('createList', { body: { name: 'People' } });
    const text = inPieces(numbers(120_000));
    const problem = await problemOf(supervisor.call('importList', { params: { listId: id }, text }));
    expect(problem.code).toBe('too-large');
    const [list] = await supervisor.call('lists');
    expect(list?.contacts).toBeGreaterThan(0);
    expect(problem.problem).toMatchObject({ imported: list?.contacts, limitBytes: 1_200_000 });
    expect(problem.problem?.detail).toContain(`${list?.contacts} contacts that came before are in the list`);
    expect((await supervisor.call('audit'))[0]?.detail).toBe(`People: broken off, too-large, ${list?.contacts} kept`);
  });

  it('GT-5: an upload that breaks off is told and written down, and nothing that came is lost', async () => {
    const { supervisor } = bench;
    const { id } = await supervisor.call('createList', { body: { name: 'People' } });
    let sent = false;
    const text = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (sent) controller.error(new Error('the line was cut'));
        else controller.enqueue(new TextEncoder().encode(numbers(100_000)));
        sent = true;
      },
    });
    const problem = await problemOf(supervisor.call('importList', { params: { listId: id }, text }));
    expect(problem).toMatchObject({ code: 'invalid-file', problem: { imported: 100_000 } });
    expect(problem.message).toContain('the line was cut');
    expect((await supervisor.call('audit'))[0]).toMatchObject({ act: 'list.import' });
  });

  it('running campaigns of the list are told at once that there is more to dial; others are not', async () => {
    const { supervisor, bus } = bench;
    const { id } = await supervisor.call('createList', { body: { name: 'People' } });
    const running = await makeCampaign(bench, [], { listIds: [id] });
    await makeCampaign(bench, [], { name: 'Loaded', listIds: [id] });
    const other = await makeCampaign(bench, [], { name: 'Other list' });
    for (const campaign of [running, other]) {
      await supervisor.call('startCampaign', { params: { campaignId: campaign.id } });
    }
    bus.sent.length = 0;
    await supervisor.call('importList', { params: { listId: id }, text: numbers(3) });
    expect(bus.sent.map(({ command }) => command)).toEqual([
      { type: 'campaign.state', campaignId: running.id, state: 'running' },
    ]);
    expect((await supervisor.call('campaigns'))[0]?.counts).toMatchObject({ contacts: 3, callableNow: 3 });
  });
});
