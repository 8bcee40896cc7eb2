/** Pictures for tests and the fake floor: three campaigns, 24 agents and their calls, the same every time. */
import type {
  AgentId,
  AgentPicture,
  AgentState,
  AttemptId,
  CallId,
  CallPicture,
  CallState,
  CampaignId,
  CampaignOverview,
  CampaignPicture,
  ContactId,
  E164,
  EngineEpoch,
  LivePicture,
} from '@outdial/shared';
import { zCampaign } from '@outdial/shared';

/** 2026-03-02 14:05:00 UTC, a Monday. */
export const START_MS = Date.UTC(2026, 2, 2, 14, 5, 0);

const AGENT_NAMES = [
  'Aïcha Benali',
  'Bruno Castel',
  'Chloé Dumas',
  'Dieter Ernst',
  'Emma Faure',
  'Farid Ghali',
  'Gaëlle Henry',
  'Hugo Ibarra',
  'Inès Jacob',
  'Jonas Keller',
  'Karima Lopez',
  'Léo Martin',
  'Maud Nicolas',
  'Noé Olivier',
  'Océane Petit',
  'Paul Quentin',
  'Rosa Silva',
  'Sami Tazi',
  'Théo Urbain',
  'Uma Verne',
  'Victor Weiss',
  'Wanda Xavier',
  'Yanis Zidi',
  'Zoé Arnaud',
] as const;

const CONTACTS = ['Alix Moreau', 'Camille Roux', 'Dominique Blanc', 'Claude Girard', 'Sacha Fontaine', 'Lou Chevalier'];

const CAMPAIGNS = [
  { id: 'progressive', name: 'Renewals north', mode: 'progressive' },
  { id: 'power', name: 'Spring offer west', mode: 'power' },
  { id: 'predictive', name: 'Survey 2026', mode: 'predictive' },
] as const;

const campaignId = (index: number): CampaignId => (CAMPAIGNS[index % 3]?.id ?? 'progressive') as CampaignId;

/** Talking, ready, wrap-up, paused and so on in a fixed round. */
const ROUND: readonly AgentState[] = [
  'talking',
  'talking',
  'ready',
  'talking',
  'wrap-up',
  'talking',
  'not-ready',
  'talking',
  'talking',
  'held',
  'talking',
  'ready',
];

export function agentPicture(index: number, nowMs: number, change: Partial<AgentPicture> = {}): AgentPicture {
  const state = ROUND[index % ROUND.length] ?? 'ready';
  const onCall = state === 'talking' || state === 'held';
  return {
    agentId: `agent-${index + 1}` as AgentId,
    name: AGENT_NAMES[index % AGENT_NAMES.length] ?? `Agent ${index + 1}`,
    state,
    sinceMs: nowMs - ((index * 37) % 300) * 1_000 - 3_000,
    reason: state === 'not-ready' ? 'break' : null,
    campaignId: onCall || state === 'wrap-up' ? campaignId(index) : null,
    callId: onCall ? (`call-${index + 1}` as CallId) : null,
    joined: [campaignId(index)],
    today: {
      calls: 20 + (index % 9),
      talkMs: (3_100 + index * 61) * 1_000,
      wrapUpMs: (610 + index * 7) * 1_000,
      readyMs: (420 + index * 11) * 1_000,
    },
    ...change,
  };
}

export function callPicture(
  index: number,
  state: CallState,
  nowMs: number,
  change: Partial<CallPicture> = {},
): CallPicture {
  const onAgent = state === 'connected' || state === 'held';
  return {
    callId: `call-${index + 1}` as CallId,
    attemptId: `attempt-${index + 1}` as AttemptId,
    campaignId: campaignId(index),
    contactId: `contact-${index + 1}` as ContactId,
    contactName: CONTACTS[index % CONTACTS.length] ?? 'Somebody',
    number: `+3319900${String(1_000 + index).padStart(4, '0')}` as E164,
    state,
    startedAtMs: nowMs - ((index * 37) % 300) * 1_000 - 21_000,
    sinceMs: nowMs - (onAgent ? ((index * 37) % 300) * 1_000 + 3_000 : (index % 7) * 900),
    agentId: onAgent ? (`agent-${index + 1}` as AgentId) : null,
    detector: state === 'screening' ? 'speech 420 ms' : onAgent ? 'human' : state === 'messaging' ? 'machine' : null,
    ...change,
  };
}

function callsOf(agents: readonly AgentPicture[], nowMs: number): CallPicture[] {
  const onAgents = agents.flatMap((agent, index) =>
    agent.callId === null ? [] : [callPicture(index, agent.state === 'held' ? 'held' : 'connected', nowMs)],
  );
  const others: CallState[] = [
    'dialing',
    'dialing',
    'ringing',
    'ringing',
    'ringing',
    'ringing',
    'screening',
    'waiting',
    'ringing',
  ];
  return [...others.map((state, index) => callPicture(100 + index, state, nowMs)), ...onAgents];
}

const NOBODY_LOST = { people: 0, upper: 0, ratio: 0, checked: 0 };

function campaignPicture(
  index: number,
  nowMs: number,
  agents: readonly AgentPicture[],
  calls: readonly CallPicture[],
): CampaignPicture {
  const { id, name, mode } = CAMPAIGNS[index] ?? CAMPAIGNS[0];
  const own = agents.filter((agent) => agent.joined.includes(id as CampaignId));
  const count = (state: AgentState): number => own.filter((agent) => agent.state === state).length;
  const under = (state: CallState): number =>
    calls.filter((call) => call.campaignId === id && call.state === state).length;
  const attempts = [412, 903, 1_204][index] ?? 0;
  const live = Math.round(attempts * 0.31);
  const abandoned = [0, 5, 12][index] ?? 0;
  return {
    campaignId: id as CampaignId,
    name,
    mode,
    state: 'running',
    activity: { active: true },
    pace: [1, 2, 1.84][index] ?? 1,
    calls: {
      dialing: under('dialing'),
      ringing: under('ringing'),
      screening: under('screening'),
      waiting: under('waiting'),
      connected: under('connected') + under('held'),
    },
    agents: {
      joined: own.length,
      ready: count('ready'),
      reserved: count('reserved'),
      talking: count('talking') + count('held'),
      wrapUp: count('wrap-up'),
      notReady: count('not-ready'),
    },
    totals: {
      attempts,
      live,
      connected: live - abandoned,
      abandoned,
      outcomes: {
        live,
        'no-answer': Math.round(attempts * 0.41),
        'answering-machine': Math.round(attempts * 0.14),
        busy: Math.round(attempts * 0.08),
        'invalid-number': Math.round(attempts * 0.04),
        fax: Math.round(attempts * 0.02),
      },
      talkMs: live * 151_000,
      wrapUpMs: live * 22_000,
      agentMs: live * 204_000,
      screenedFrames: live * 180,
    },
    abandonRatio: abandoned / live,
    abandonTarget: 0.03,
    lost: index < 2 ? NOBODY_LOST : { people: 1.2, upper: 3.1, ratio: 1.2 / live, checked: 6 },
    answerRatio: 0.31,
    stock: [40, 80, 120][index] ?? 0,
    lastDecision: {
      atMs: nowMs - 250,
      launch: [1, 2, 3][index] ?? 0,
      sentence:
        [
          'One agent is ready: one call is placed for her.',
          'Two lines for each ready agent: 2 more calls.',
          'Two agents come free within 18 s and one call in three is answered: 3 more calls keep the wait short.',
        ][index] ?? '',
      boundBy: ['ready agents', 'lines per agent', 'abandonment budget'][index] ?? '',
      figures: { 'free agents expected': 2.1, 'answers expected': 1.74, margin: 0.36, 'budget left': 3 },
    },
  };
}

export function picture(nowMs = START_MS, change: Partial<LivePicture> = {}): LivePicture {
  const agents = change.agents ?? AGENT_NAMES.map((_, index) => agentPicture(index, nowMs));
  const calls = change.calls ?? callsOf(agents, nowMs);
  return {
    atMs: nowMs,
    epoch: 'epoch-1' as EngineEpoch,
    campaigns: CAMPAIGNS.map((_, index) => campaignPicture(index, nowMs, agents, calls)),
    agents,
    calls,
    engine: {
      callsUnderWay: calls.length,
      freeLines: 120 - calls.length,
      framesScreened: 140_220,
      decisionsMade: 40_112,
      trunks: [{ name: 'simulated', up: true, linesInUse: calls.length, maxLines: 120, detail: '' }],
    },
    ...change,
  };
}

/** The picture with one campaign changed. */
export const withCampaign = (live: LivePicture, id: string, change: Partial<CampaignPicture>): LivePicture => ({
  ...live,
  campaigns: live.campaigns.map((campaign) => (campaign.campaignId === id ? { ...campaign, ...change } : campaign)),
});

export const overviews = (live: LivePicture): CampaignOverview[] =>
  live.campaigns.map((campaign) => ({
    campaign: zCampaign.parse({
      id: campaign.campaignId,
      name: campaign.name,
      mode: campaign.mode,
      state: campaign.state,
      compliancePack: 'demo-24h',
      callerIds: [{ number: '+33199000000' }],
    }),
    compliancePackName: 'demo, 24 hours',
    counts: { contacts: 10_000, callableNow: 8_231, leased: 120, finished: 1_340, waiting: 309 },
    live: null,
  }));

export const auditEntries = (nowMs = START_MS) =>
  [
    ['admin', 'campaign.start', 'Survey 2026', ''],
    ['admin', 'campaign.start', 'Spring offer west', ''],
    ['admin', 'list.import', 'Demo contacts', '10,000 accepted, 12 refused'],
    ['system', 'engine.connected', 'epoch-1', 'simulated carrier'],
    ['supervisor', 'agent.pause', 'Gaëlle Henry', 'break'],
  ].map(([actor = '', act = '', subject = '', detail = ''], index) => ({
    id: index + 1,
    atMs: nowMs - (10 - index) * 61_000,
    actor,
    act,
    subject,
    detail,
  }));
