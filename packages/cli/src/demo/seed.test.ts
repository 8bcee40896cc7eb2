import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, VirtualClock } from '@outdial/shared';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEMO_CONTACTS, demoListLines, streamDemoPart } from './demo-list.ts';
import { type SeedOptions, seedDemo } from './seed.ts';
import { ADMIN, backOffice } from './testing/back-office.ts';

const BASE_URL = 'http://outdial.test';
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outdial-demo-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const files = (): SeedOptions => ({
  credentialsFile: join(folder, 'demo-credentials.json'),
  listFile: join(folder, 'demo-contacts.csv'),
});

async function bench() {
  const office = backOffice(new VirtualClock(1_000_000));
  const client = createClient({ baseUrl: BASE_URL, fetch: office.server.fetch });
  const { token } = await client.call('logIn', { body: { username: ADMIN.username, password: ADMIN.password } });
  return { ...office, client: client.withToken(token) };
}

describe('the list of the demo', () => {
  const rows = [...demoListLines()].slice(1).map((line) => line.split(','));

  it('10,000 contacts, each with a valid number of its own that belongs to nobody', () => {
    expect(rows).toHaveLength(10_000);
    expect(DEMO_CONTACTS).toBe(10_000);
    const numbers = rows.map((row) => parsePhoneNumberFromString(row[1] ?? '', 'FR'));
    expect(numbers.filter((number) => number?.isValid() !== true)).toEqual([]);
    const e164 = numbers.map((number) => number?.number ?? '');
    expect(new Set(e164).size).toBe(10_000);
    expect(e164.filter((number) => !/^\+33(19900|26191|35301|46571|53649)\d{4}$/.test(number))).toEqual([]);
  });

  it('the same seed gives the same list, another one another', () => {
    expect([...demoListLines(5)]).toEqual([...demoListLines(5)]);
    expect([...demoListLines(5)]).not.toEqual([...demoListLines(6)]);
  });
});

describe('seeding', () => {
  it('BP-1, WX-2: a campaign in each mode, started, with lists and agents', async () => {
    const { client, server, lists, drafts, imports } = await bench();
    const { credentials } = await seedDemo(client, files());
    expect(server.campaigns.map(({ mode, state }) => [mode, state])).toEqual([
      ['progressive', 'running'],
      ['power', 'running'],
      ['predictive', 'running'],
      ['preview', 'running'],
      ['push-preview', 'running'],
    ]);
    expect([...drafts.values()].map((draft) => draft.compliancePack)).toEqual(Array(5).fill('demo-24h'));
    expect(lists.map((list) => list.contacts)).toEqual([2_500, 3_300, 3_600, 300, 300]);
    expect(imports.map((text) => text.split('\n')[0])).toEqual(
      Array(5).fill('name,phone,city,account,customer since,segment'),
    );
    expect(credentials.agents).toHaveLength(24);
    for (const campaign of server.campaigns.slice(3)) expect(campaign.agentIds).toEqual(['user-demo']);
    for (const [place, campaign] of server.campaigns.slice(0, 3).entries()) {
      const own = credentials.agents.slice(place * 8, place * 8 + 8).map((agent) => `user-${agent.username}`);
      expect(campaign.agentIds).toEqual(expect.arrayContaining([...own, 'user-demo']));
      expect(campaign.agentIds).toHaveLength(10);
    }
  });

  it('BP-10, GCC-3: one campaign leaves messages, and the messages are uploaded once', async () => {
    const { client, drafts, messages } = await bench();
    await seedDemo(client, files());
    await seedDemo(client, files());
    expect(messages).toMatchObject([{ purpose: 'voicemail' }, { purpose: 'abandonment' }]);
    const [offers] = [...drafts.values()].filter(({ abandonMessageId }) => (abandonMessageId ?? null) !== null);
    expect(offers).toMatchObject({
      ...{ name: 'Winter offers', abandonMessageId: 'message-2' },
      detection: { onMachine: 'leave-message', messageId: 'message-1' },
    });
  });

  it('BP-9, WX-12: one campaign is not done without a code, all have codes', async () => {
    const { client, server } = await bench();
    await seedDemo(client, files());
    expect(server.campaigns.filter((campaign) => campaign.wrapUpMandatory)).toHaveLength(1);
    expect(Math.min(...server.campaigns.map((campaign) => campaign.wrapUpCodes.length))).toBeGreaterThanOrEqual(4);
  });

  it('passwords are random and kept in a file of mode 0600', async () => {
    const { client } = await bench();
    const { credentials } = await seedDemo(client, files());
    expect((await stat(files().credentialsFile)).mode & 0o777).toBe(0o600);
    const kept: unknown = JSON.parse(await readFile(files().credentialsFile, 'utf8'));
    expect(kept).toEqual(credentials);
    expect(new Set(credentials.agents.map((agent) => agent.password)).size).toBe(24);
  });

  it('a second start goes on where the first stopped: nothing twice, a paused campaign stays paused', async () => {
    const { client, server, lists, imports, passwordsSet } = await bench();
    await seedDemo(client, files());
    const [first] = server.campaigns;
    if (first !== undefined) first.state = 'paused';
    const before = server.requests.length;
    await seedDemo(client, files());
    expect(server.requests.slice(before)).toEqual([
      'get /v1/users',
      'get /v1/messages',
      'get /v1/campaigns',
      ...Array(5).fill('get /v1/lists'),
    ]);
    expect([server.users.length, server.campaigns.length, lists.length, imports.length]).toEqual([26, 5, 5, 5]);
    expect(server.campaigns[0]?.state).toBe('paused');
    expect(passwordsSet).toEqual([]);
  });

  it('a first start that was cut off is made whole', async () => {
    const { client, server, lists } = await bench();
    await seedDemo(client, files());
    const [, second] = server.campaigns;
    if (second !== undefined) second.state = 'loaded';
    const [list] = lists;
    if (list !== undefined) list.contacts = 100;
    await seedDemo(client, files());
    expect(server.campaigns[1]?.state).toBe('running');
    expect(lists[0]?.contacts).toBe(2_500);
  });

  it('a lost or damaged credentials file is made anew, and the users get the new passwords', async () => {
    const { client, server, passwordsSet } = await bench();
    await seedDemo(client, files());
    await writeFile(files().credentialsFile, '{"half":');
    const { credentials } = await seedDemo(client, files());
    expect(passwordsSet).toHaveLength(25);
    const demo = server.users.find((user) => user.username === 'demo');
    expect(demo?.password).toBe(credentials.person.password);
  });

  it('the list is sent as it is read, in more than one piece', async () => {
    const { client } = await bench();
    await seedDemo(client, files());
    let pieces = 0;
    for await (const piece of streamDemoPart(files().listFile, 'offers')) if (piece.length > 0) pieces += 1;
    expect(pieces).toBeGreaterThan(1);
  });
});
