/** A small fake floor for tests: two agents, three campaigns in three modes, a contact with fields, and a clock that is pumped. */
import type { AgentId, CampaignId, Clock, E164, VirtualClock, WrapUpCode } from '@outdial/shared';
import type { FakeCampaign, FakeContact } from './fake-agent.ts';
import type { FakeHandlers } from './fake-routes.ts';
import { FakeServer, type FakeUser } from './fake-server.ts';

export const BASE_URL = 'http://outdial.test';

const CODES: WrapUpCode[] = [
  { code: 'sale', label: 'Sale', effect: 'finish' },
  { code: 'no-interest', label: 'Not interested', effect: 'finish' },
  { code: 'call-back', label: 'Call back later', effect: 'retry' },
  { code: 'do-not-call', label: 'Do not call again', effect: 'do-not-call' },
];

export const ANNA: FakeUser = {
  id: 'anna' as AgentId,
  username: 'anna',
  name: 'Anna Petit',
  role: 'agent',
  locked: false,
  password: 'correct horse',
};
const BORIS: FakeUser = { ...ANNA, id: 'boris' as AgentId, username: 'boris', name: 'Boris Roux' };

const campaign = (id: string, rest: Partial<FakeCampaign>): FakeCampaign => ({
  campaignId: id as CampaignId,
  name: id,
  mode: 'progressive',
  state: 'running',
  agentIds: [ANNA.id, BORIS.id],
  answer: 'automatic',
  offerTimeoutMs: 20_000,
  wrapUpCodes: CODES,
  wrapUpMandatory: false,
  wrapUpLimitMs: null,
  callerIds: [{ number: '+33199000001' as E164, name: 'Outdial demo' }],
  ...rest,
});

export const PREVIEWS = 'previews' as CampaignId;
export const RENEWALS = 'renewals' as CampaignId;
export const SURVEY = 'survey' as CampaignId;
export const OFFERS = 'offers' as CampaignId;

const FLOOR_CAMPAIGNS: readonly FakeCampaign[] = [
  campaign(RENEWALS, { name: 'Contract renewals', answer: 'manual', wrapUpMandatory: true }),
  campaign(SURVEY, { name: 'Satisfaction survey', mode: 'power' }),
  campaign(OFFERS, { name: 'Winter offers', mode: 'predictive', state: 'paused' }),
];

export const ZOE: FakeContact = {
  contactId: 'contact-zoe',
  name: 'Zoé Martin',
  number: '+33199001234',
  fields: { city: 'Lyon', account: 'FR-204-881', 'last contact': 'spring, asked for papers' },
};

export function fakeFloor(clock: Clock, handlers: FakeHandlers = {}): FakeServer {
  return new FakeServer({ clock, users: [ANNA, BORIS], campaigns: FLOOR_CAMPAIGNS, handlers });
}

/** A floor with one campaign, in which records come before calls. */
export function previewFloor(clock: Clock, mode: 'preview' | 'push-preview', state: FakeCampaign['state'] = 'running') {
  const callerIds = [{ number: '+33199000001' as E164, name: 'Outdial demo' }, { number: '+33199000002' as E164 }];
  const campaigns = [campaign(PREVIEWS, { name: 'Old customers', mode, state, callerIds })];
  return new FakeServer({ clock, users: [ANNA, BORIS], campaigns });
}

/** Lets everything that waits for an answer go on, without time passing. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}

/** Runs virtual time in steps, letting answers arrive between them. */
export async function pass(clock: VirtualClock, durationMs: number, stepMs = 100): Promise<void> {
  const untilMs = clock.nowMs() + durationMs;
  await settle();
  while (clock.nowMs() < untilMs) {
    clock.runUntil(Math.min(untilMs, clock.nowMs() + stepMs));
    await settle();
  }
}
