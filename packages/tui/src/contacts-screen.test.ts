/** Contacts of a list on the console: looked at, moved, deleted and reset, one by one and many at once. */
import type { CampaignOverview, ListedContact } from '@outdial/shared';
import { afterEach, describe, expect, it } from 'vitest';
import { overviews, picture, START_MS } from './testing/pictures.ts';
import { problem } from './testing/scripted-server.ts';
import { type Running, type StartOptions, startConsole } from './testing/start-console.ts';
import { KEY } from './testing/terminal.ts';

let running: Running | null = null;
afterEach(async () => {
  await running?.stop();
  running = null;
});

type Place = ListedContact['campaigns'][number];

const contact = (at: number, name: string, place: Partial<Place> = {}): ListedContact => ({
  ...{ contactId: `c${at}`, listId: 'own', number: `+3319900000${at}`, otherNumbers: [], name },
  ...{ country: 'FR', timeZone: null, priority: 0, fields: {} },
  campaigns: [
    {
      ...{ campaignId: 'progressive', status: 'callable', progress: 'untried', attempts: 0 },
      ...{ lastOutcome: null, nextAtMs: null, reason: null, ...place },
    },
  ],
});

const ANN = contact(1, 'Ann Other');
const BOB = contact(2, 'Bob Early', {
  ...{ status: 'waiting', progress: 'unfinished', attempts: 3, lastOutcome: 'no-answer' },
  ...{ reason: 'no-answer', nextAtMs: START_MS + 3_600_000 },
});
const CYD = contact(3, 'Cyd Late', { status: 'finished', progress: 'processed', attempts: 1, lastOutcome: 'live' });

const list = (total: number) => ({
  ...{ listId: 'own', name: 'Customers', total, callable: 1, blocked: 1, inHand: 0, finished: 1 },
  ...{ untried: 1, unfinished: 1, processed: 1, blockedBy: [{ reason: 'no-answer', contacts: 1 }] },
});

/** Each campaign has a list of its own. */
const withLists = (live = picture()): CampaignOverview[] =>
  overviews(live).map((one) => ({
    ...one,
    campaign: { ...one.campaign, listIds: [one.campaign.id === 'progressive' ? 'own' : `of-${one.campaign.id}`] },
  })) as CampaignOverview[];

async function lists(options: StartOptions = {}, contacts: ListedContact[] = [ANN, BOB, CYD]): Promise<Running> {
  const started = await startConsole({ columns: 120, rows: 30, ...options });
  running = started;
  started.server
    .on('GET /v1/campaigns', () => withLists())
    .on('GET /v1/campaigns/progressive/lists', () => [list(contacts.length)])
    .on('GET /v1/lists', () => [
      { id: 'own', name: 'Customers', contacts: 3, createdAtMs: 0 },
      { id: 'of-power', name: 'Western people', contacts: 10, createdAtMs: 0 },
      { id: 'spare', name: 'For later', contacts: 0, createdAtMs: 0 },
    ])
    .on('GET /v1/lists/own/contacts', () => contacts);
  await started.show(picture());
  await started.pass(300);
  await started.terminal.until((frame) => frame.includes('demo, 24 hours'));
  await started.press('l', 'Customers');
  return started;
}

const type = (text: string): string[] => [...text];
const bodies = ({ server }: Running) =>
  server.requests.filter(({ method }) => method === 'POST').map(({ path, body }) => [path, body]);

describe('contacts of a list on the console', () => {
  it('GT-3: Enter on a list shows its contacts with where they stand; a word narrows them, Enter looks one up', async () => {
    const { press, server } = await lists();
    const frame = await press(KEY.enter, 'Ann Other');
    expect(frame).toContain('── Contacts of Customers ─');
    expect(frame).toMatch(/Ann Other +\+33199000001 +callable +untried +0/);
    expect(frame).toMatch(/Bob Early +\+33199000002 +waiting +unfinished +3 +no answer +no answer +03-02 15:05/);
    expect(await press(['/', ...type('late'), KEY.enter], '1 of 3 contacts')).not.toContain('Ann Other');
    await press(KEY.esc, 'Ann Other');
    server.on('GET /v1/lists/own/contacts', () => [BOB]);
    expect(await press([':', ...type('contacts no-answer'), KEY.enter], 'Customers: no answer')).not.toContain('Cyd');
    const asked = server.requests.filter(({ path }) => path === '/v1/lists/own/contacts').map(({ query }) => query);
    expect(asked).toEqual(['?limit=500', '?limit=500&campaignId=progressive&outcome=no-answer']);
    expect(await press([':', ...type('contacts happy'), KEY.enter], 'No contact is “happy”.')).toContain('callable');
    server.on('GET /v1/numbers', () => problem('invalid-number', 'No number of ours.'));
    await press(KEY.enter, 'Number +33199000002');
    server.on('GET /v1/lists/own/contacts', () => [ANN, BOB, CYD]);
    await press([KEY.esc, KEY.esc], (now) => now.includes('Contacts of Customers ─') && now.includes('Ann Other'));
  });

  it('GT-6: the contact under the cursor or the marked ones are moved to another campaign, after a question', async () => {
    const started = await lists();
    const { press, server } = started;
    await press(KEY.enter, 'Ann Other');
    await press([' ', ' '], '2 marked');
    await press('m', ':move ▌');
    await press([...type('spring'), KEY.tab], ':move Spring offer west');
    const question = await press(KEY.enter, 'Move 2 contacts of Customers?');
    expect(question).toContain('To Western people (Spring offer west), where they begin');
    expect(question).toContain('What is handed out or being called is left as it is.');
    expect(bodies(started)).toEqual([]);
    server
      .on('POST /v1/contacts/move', () => ({ done: 1, skipped: [{ reason: 'duplicate', contacts: 1 }] }))
      .on('GET /v1/lists/own/contacts', () => [BOB, CYD]);
    const told = await press(KEY.enter, '1 contact moved. ');
    expect(told).toContain('1 left: their number is there already.');
    expect(bodies(started)).toEqual([
      ['/v1/contacts/move', { select: { contactIds: ['c1', 'c2'] }, toListId: 'of-power' }],
    ]);
    // The list is asked for anew, and nobody is marked any more.
    expect(await press([], (now) => !now.includes('Ann Other'))).not.toContain('marked');
    await press([':', ...type('move later'), KEY.enter], 'Move Cyd Late of Customers?');
    await press(KEY.esc, (now) => !now.includes('Move Cyd'));
    await press([':', ...type('move renewals'), KEY.enter], 'They are in Customers (Renewals north) already.');
    await press(
      [':', ...type('move nowhere'), KEY.enter],
      'No campaign with a list, and no list, is called “nowhere”.',
    );
    expect(bodies(started)).toHaveLength(1);
  });

  it('GT-6: contacts are deleted and reset; what was left as it was is told with its reason', async () => {
    const started = await lists();
    const { press, server } = started;
    await press(KEY.enter, 'Ann Other');
    expect(await press('d', 'Delete Ann Other of Customers?')).toContain('It cannot be undone.');
    server.on('POST /v1/contacts/delete', () => ({ done: 0, skipped: [{ reason: 'in-hand', contacts: 1 }] }));
    await press(KEY.enter, '0 contacts deleted. 1 left: handed out or being called.');
    const question = await press(['*', 'r'], 'Reset 3 contacts of Customers?');
    expect(question.replace(/[│\s]+/g, ' ')).toContain('Renewals north tries them again as if it had not yet');
    server.on('POST /v1/contacts/reset', () => ({ done: 3, skipped: [] }));
    await press(KEY.enter, '3 contacts reset.');
    expect(bodies(started)).toEqual([
      ['/v1/contacts/delete', { select: { contactIds: ['c1'] } }],
      ['/v1/contacts/reset', { select: { contactIds: ['c1', 'c2', 'c3'] }, campaignId: 'progressive' }],
    ]);
  });

  it('GT-6: a whole list, and all that a word finds, want the word typed; another word does nothing and says so', async () => {
    const many = Array.from({ length: 500 }, (_, at) => contact(at, `Person ${at}`));
    const started = await lists({}, many);
    const { press, server } = started;
    await press('d', 'Delete all 500 contacts of Customers?');
    await press([...type('yes'), KEY.enter], 'That is not “delete”.');
    expect(bodies(started)).toEqual([]);
    server.on('POST /v1/contacts/delete', () => ({ done: 500, skipped: [] }));
    await press(['\u0015', ...type('delete'), KEY.enter], '500 contacts deleted.');
    const page = await press([KEY.enter], 'Person 7');
    expect(page).toContain('1–24 of 500 · the first 500');
    await press([':', ...type('contacts busy'), KEY.enter], 'Customers: busy');
    await press([':', ...type('reset all'), KEY.enter], 'Reset all contacts of Customers that are busy?');
    server.on('POST /v1/contacts/reset', () => ({ done: 700, skipped: [] }));
    await press([...type('reset'), KEY.enter], '700 contacts reset.');
    expect(bodies(started)).toEqual([
      ['/v1/contacts/delete', { select: { listId: 'own' } }],
      [
        '/v1/contacts/reset',
        { select: { listId: 'own', campaignId: 'progressive', outcome: 'busy' }, campaignId: 'progressive' },
      ],
    ]);
  });

  it('GT-6: read-only consoles change nothing; a refusal is told in the server’s words; an empty list says so', async () => {
    const readOnly = await lists({ readOnly: true });
    expect(await readOnly.press('d', 'd: this console is read-only')).not.toContain('Delete all');
    await readOnly.stop();
    const { press, server } = await lists({}, [ANN]);
    server.on('POST /v1/contacts/delete', () => problem('wrong-role', 'You are an agent.'));
    await press(KEY.enter, 'Ann Other');
    await press('d', 'Delete Ann Other');
    await press(KEY.enter, 'Your role does not allow this');
    server.on('GET /v1/lists/own/contacts', () => []);
    await press([':', ...type('contacts fax'), KEY.enter], 'No contact of the list is fax.');
  });
});
