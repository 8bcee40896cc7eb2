/** Brings the demo floor about over the HTTP API: users, lists, campaigns. A second start finds them and goes on. */
import type { AgentId, CampaignOverview, Client, ListId, User } from '@outdial/shared';
import { type DemoCredentials, demoCredentials } from './credentials.ts';
import { DEMO_CAMPAIGNS, type DemoCampaign } from './demo-campaigns.ts';
import { DEMO_PARTS, streamDemoPart, writeDemoList } from './demo-list.ts';
import { type DemoMessages, seedMessages } from './demo-messages.ts';

export interface SeedOptions {
  credentialsFile: string;
  listFile: string;
  /** For the list; 1. */
  seed?: number;
  /** Words for people. */
  say?: (words: string) => void;
}

export interface SeededDemo {
  credentials: DemoCredentials;
}

async function seedUsers(client: Client, credentials: DemoCredentials, reset: boolean): Promise<Map<string, AgentId>> {
  const known = new Map((await client.call('users')).map((user) => [user.username, user]));
  const wanted = [
    { ...credentials.person, role: 'supervisor' as const },
    ...credentials.agents.map((agent) => ({ ...agent, role: 'agent' as const })),
  ];
  const users = await Promise.all(
    wanted.map(async ({ username, name, password, role }): Promise<User> => {
      const user = known.get(username);
      if (user === undefined) return await client.call('createUser', { body: { username, name, password, role } });
      if (reset) await client.call('setPassword', { params: { userId: user.id }, body: { password } });
      return user;
    }),
  );
  return new Map(users.map((user) => [user.username, user.id]));
}

/** An import that was cut off is made whole: numbers that the list has already are left out as duplicates. */
async function seedList(client: Client, { listName, part }: DemoCampaign, options: SeedOptions): Promise<ListId> {
  const lists = await client.call('lists');
  const list =
    lists.find((one) => one.name === listName) ?? (await client.call('createList', { body: { name: listName } }));
  if (list.contacts >= DEMO_PARTS[part]) return list.id;
  const report = await client.call('importList', {
    params: { listId: list.id },
    query: { country: 'FR', column: 'phone', headings: 'yes' },
    text: streamDemoPart(options.listFile, part),
  });
  const refused = report.refusedTotal === 0 ? '' : `, ${report.refusedTotal} refused`;
  options.say?.(`${listName}: ${report.accepted} contacts imported${refused}`);
  return list.id;
}

/**
 * Eight agents of its own, one whom it shares with the campaign before it, and the person who tries the demo; where calls
 * are made by hand that person alone.
 */
function agentsOf(place: number, { person, agents }: DemoCredentials, ids: ReadonlyMap<string, AgentId>): AgentId[] {
  const own = agents.length / DEMO_CAMPAIGNS.filter(({ byHand }) => byHand === undefined).length;
  const shared = (place * own + agents.length - 1) % agents.length;
  const byHand = DEMO_CAMPAIGNS[place]?.byHand === true;
  const chosen = byHand ? [] : agents.filter((_, i) => Math.floor(i / own) === place || i === shared);
  return [...chosen, person].flatMap(({ username }) => ids.get(username) ?? []);
}

/** BP-10: the person who dials by hand may leave the message too. */
function withMessages({ byHand, draft, leavesMessages }: DemoCampaign, messages: DemoMessages): DemoCampaign['draft'] {
  if (byHand === true) return { ...draft, detection: { ...draft.detection, messageId: messages.voicemail } };
  if (leavesMessages === undefined) return draft;
  const detection = { ...draft.detection, onMachine: 'leave-message', messageId: messages.voicemail } as const;
  return { ...draft, detection, abandonMessageId: messages.abandonment };
}

async function seedCampaign(
  client: Client,
  known: CampaignOverview | undefined,
  campaignOfDemo: DemoCampaign,
  messages: DemoMessages,
  listId: ListId,
  agentIds: readonly AgentId[],
): Promise<void> {
  if (known === undefined) {
    const draft = withMessages(campaignOfDemo, messages);
    const made = await client.call('createCampaign', {
      body: { ...draft, agentIds: [...agentIds], listIds: [listId] },
    });
    await client.call('startCampaign', { params: { campaignId: made.id } });
    return;
  }
  const { campaign } = known;
  const agents = new Set([...campaign.agentIds, ...agentIds]);
  const lists = new Set([...campaign.listIds, listId]);
  if (agents.size > campaign.agentIds.length || lists.size > campaign.listIds.length) {
    await client.call('updateCampaign', {
      params: { campaignId: campaign.id },
      body: { agentIds: [...agents], listIds: [...lists] },
    });
  }
  // Paused or ended is what somebody wanted; loaded is where the first start was cut off.
  if (campaign.state === 'loaded') await client.call('startCampaign', { params: { campaignId: campaign.id } });
}

/** `client` needs the administrator role. */
export async function seedDemo(client: Client, options: SeedOptions): Promise<SeededDemo> {
  const { credentials, made } = await demoCredentials(options.credentialsFile);
  await writeDemoList(options.listFile, options.seed);
  const ids = await seedUsers(client, credentials, made);
  const messages = await seedMessages(client);
  const overviews = await client.call('campaigns');
  for (const [place, campaign] of DEMO_CAMPAIGNS.entries()) {
    const listId = await seedList(client, campaign, options);
    const known = overviews.find((one) => one.campaign.name === campaign.draft.name);
    await seedCampaign(client, known, campaign, messages, listId, agentsOf(place, credentials, ids));
  }
  return { credentials };
}
