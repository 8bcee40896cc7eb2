/** The supervisors' and administrators' routes that seeding needs, beside the fake server of the agents' package. */

import type { Clock } from '@outdial/shared';
import {
  type CampaignDraft,
  type CampaignId,
  type ListId,
  type User,
  type UserId,
  zCampaignDraft,
  zCampaignPatch,
  zUserDraft,
} from '@outdial/shared';
import type { FakeCampaign } from '../../../../agent/src/testing/fake-agent.ts';
import type { FakeHandlers } from '../../../../agent/src/testing/fake-routes.ts';
import { FakeServer, type FakeUser } from '../../../../agent/src/testing/fake-server.ts';

export const ADMIN: FakeUser = {
  id: 'admin' as UserId,
  username: 'admin',
  name: 'Administrator',
  role: 'administrator',
  locked: false,
  password: 'a random one',
};

type FakeList = { id: ListId; name: string; contacts: number; createdAtMs: number; phones: Set<string> };

export interface BackOffice {
  server: FakeServer;
  lists: FakeList[];
  drafts: Map<string, CampaignDraft>;
  /** Bodies of imports, as they arrived. */
  imports: string[];
  messages: object[];
  passwordsSet: string[];
}

/** What a campaign of the floor needs of what the manager wrote. */
const onTheFloor = (id: string, draft: CampaignDraft, state: FakeCampaign['state']): FakeCampaign => ({
  campaignId: id as CampaignId,
  name: draft.name,
  mode: draft.mode,
  state,
  agentIds: draft.agentIds ?? [],
  answer: draft.answer ?? 'automatic',
  offerTimeoutMs: draft.offerTimeoutMs ?? 20_000,
  wrapUpCodes: zCampaignDraft.parse(draft).wrapUpCodes,
  wrapUpMandatory: draft.wrapUpMandatory ?? false,
  wrapUpLimitMs: draft.wrapUpLimitMs ?? null,
  callerIds: zCampaignDraft.parse(draft).callerIds,
});

export function backOffice(clock: Clock): BackOffice {
  const lists: FakeList[] = [];
  const drafts = new Map<string, CampaignDraft>();
  const imports: string[] = [];
  const passwordsSet: string[] = [];
  const shown = ({ password: _, ...user }: FakeUser): User => user;
  const write = (id: string, draft: CampaignDraft, state: FakeCampaign['state']): FakeCampaign => {
    drafts.set(id, draft);
    const made = onTheFloor(id, draft, state);
    const at = server.campaigns.findIndex((one) => one.campaignId === id);
    if (at < 0) server.campaigns.push(made);
    else server.campaigns[at] = made;
    return made;
  };
  const saved = (id: string) => ({
    ...zCampaignDraft.parse(drafts.get(id)),
    id,
    state: server.campaigns.find((one) => one.campaignId === id)?.state,
    warnings: [],
  });
  const messages: object[] = [];
  const handlers: FakeHandlers = {
    users: () => server.users.map(shown),
    createUser({ body }) {
      const user = { ...zUserDraft.parse(body), locked: false };
      const made: FakeUser = { ...user, id: `user-${user.username}` as UserId };
      server.users.push(made);
      return shown(made);
    },
    setPassword({ params, body }) {
      const user = server.users.find((one) => one.id === params.userId);
      if (user !== undefined) user.password = zUserDraft.pick({ password: true }).parse(body).password;
      passwordsSet.push(params.userId ?? '');
      return { ok: true };
    },
    lists: () => lists.map(({ phones: _, ...list }) => list),
    createList({ body }) {
      const { name } = body as { name: string };
      const list = { id: `list-${lists.length + 1}` as ListId, name, contacts: 0, createdAtMs: clock.nowMs() };
      lists.push({ ...list, phones: new Set() });
      return list;
    },
    importList({ params, text }) {
      imports.push(text);
      const list = lists.find((one) => one.id === params.listId);
      const rows = text.trimEnd().split('\n').slice(1);
      for (const row of rows) list?.phones.add(row.split(',')[1] ?? '');
      if (list !== undefined) list.contacts = list.phones.size;
      return {
        rows: rows.length,
        accepted: rows.length,
        duplicates: 0,
        refused: [],
        refusedTotal: 0,
        headings: null,
        phoneColumn: 'phone',
        delimiter: ',',
        encoding: 'utf-8',
        preview: [],
      };
    },
    messages: () => messages,
    uploadMessage({ query, text }) {
      const { name = '', purpose = 'voicemail' } = query;
      const message = { id: `message-${messages.length + 1}`, name, purpose, lengthMs: text.length, usedBy: [] };
      messages.push({ ...message, createdAtMs: clock.nowMs() });
      return messages.at(-1);
    },
    campaigns: () => [...drafts.keys()].map((id) => ({ campaign: saved(id), counts: {}, live: null })),
    createCampaign({ body }) {
      const id = `campaign-${drafts.size + 1}`;
      write(id, zCampaignDraft.parse(body), 'loaded');
      return saved(id);
    },
    updateCampaign({ params, body }) {
      const id = params.campaignId ?? '';
      const before = zCampaignDraft.parse(drafts.get(id));
      const state = server.campaigns.find((one) => one.campaignId === id)?.state ?? 'loaded';
      write(id, { ...before, ...zCampaignPatch.parse(body) }, state);
      return saved(id);
    },
    startCampaign({ params }) {
      const id = params.campaignId ?? '';
      write(id, zCampaignDraft.parse(drafts.get(id)), 'running');
      return saved(id);
    },
  };
  const server: FakeServer = new FakeServer({ clock, users: [ADMIN], campaigns: [], handlers });
  return { server, lists, drafts, imports, messages, passwordsSet };
}
