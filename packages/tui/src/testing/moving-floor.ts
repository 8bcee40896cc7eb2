/** A floor that moves: agents and calls go through their states by chance, totals follow; no engine, no telephony. */
import type { AgentPicture, AgentState, CallPicture, CampaignPicture, LivePicture, Random } from '@outdial/shared';
import { callPicture, picture } from './pictures.ts';

const NEXT: Partial<Record<AgentState, { to: AgentState; afterMs: number }>> = {
  talking: { to: 'wrap-up', afterMs: 60_000 },
  held: { to: 'talking', afterMs: 20_000 },
  'wrap-up': { to: 'ready', afterMs: 15_000 },
  ready: { to: 'talking', afterMs: 9_000 },
};

/** The chance that something with this mean duration ends within `stepMs`. */
const ends = (random: Random, stepMs: number, meanMs: number): boolean => random.next() < stepMs / meanMs;

function moveAgent(agent: AgentPicture, nowMs: number, stepMs: number, random: Random): AgentPicture {
  const next = NEXT[agent.state];
  if (next === undefined || !ends(random, stepMs, next.afterMs)) return agent;
  const talking = next.to === 'talking';
  return {
    ...agent,
    state: next.to,
    sinceMs: nowMs,
    reason: null,
    campaignId: next.to === 'ready' ? null : (agent.campaignId ?? agent.joined[0] ?? null),
    callId: talking ? (`call-${agent.agentId.replace('agent-', '')}` as AgentPicture['callId']) : null,
    today: { ...agent.today, calls: agent.today.calls + (talking ? 1 : 0) },
  };
}

const LIFE = ['dialing', 'ringing', 'screening', 'waiting'] as const;
const LIFE_MS = { dialing: 2_000, ringing: 12_000, screening: 1_500, waiting: 700 } as const;

function moveCall(call: CallPicture, nowMs: number, stepMs: number, random: Random): CallPicture {
  const state = LIFE.find((one) => one === call.state);
  if (state === undefined || !ends(random, stepMs, LIFE_MS[state])) return call;
  const answered = state !== 'ringing' || random.next() < 0.4;
  const next = answered ? (LIFE[LIFE.indexOf(state) + 1] ?? 'dialing') : 'dialing';
  const detector = next === 'screening' ? `speech ${Math.round(random.next() * 900)} ms` : null;
  return { ...call, state: next, sinceMs: nowMs, startedAtMs: next === 'dialing' ? nowMs : call.startedAtMs, detector };
}

function moveCampaign(campaign: CampaignPicture, live: LivePicture, nowMs: number, random: Random): CampaignPicture {
  const own = live.agents.filter((agent) => agent.joined.includes(campaign.campaignId));
  const calls = live.calls.filter((call) => call.campaignId === campaign.campaignId);
  const agents = (state: AgentState): number => own.filter((agent) => agent.state === state).length;
  const under = (state: CallPicture['state']): number => calls.filter((call) => call.state === state).length;
  const launch = campaign.state === 'running' && random.next() < 0.22 ? 1 + Math.floor(random.next() * 2) : 0;
  const answers = launch > 0 && random.next() < 0.35 ? 1 : 0;
  const lost = answers > 0 && random.next() < 0.03 ? 1 : 0;
  const totals = {
    ...campaign.totals,
    attempts: campaign.totals.attempts + launch,
    live: campaign.totals.live + answers,
    connected: campaign.totals.connected + answers - lost,
    abandoned: campaign.totals.abandoned + lost,
    screenedFrames: campaign.totals.screenedFrames + answers * 120,
  };
  const pace = Math.max(1, Math.min(3.5, campaign.pace + (random.next() - 0.5) * 0.05));
  return {
    ...campaign,
    pace: campaign.mode === 'predictive' ? pace : campaign.pace,
    calls: {
      dialing: under('dialing'),
      ringing: under('ringing'),
      screening: under('screening'),
      waiting: under('waiting'),
      connected: under('connected') + under('held'),
    },
    agents: {
      joined: own.length,
      ready: agents('ready'),
      reserved: agents('reserved'),
      talking: agents('talking') + agents('held'),
      wrapUp: agents('wrap-up'),
      notReady: agents('not-ready'),
    },
    totals,
    abandonRatio: totals.live === 0 ? 0 : totals.abandoned / totals.live,
    answerRatio: totals.attempts === 0 ? null : totals.live / totals.attempts,
    lastDecision:
      campaign.lastDecision === null || campaign.state !== 'running'
        ? campaign.lastDecision
        : {
            ...campaign.lastDecision,
            atMs: nowMs,
            launch,
            boundBy: launch > 0 ? 'ready agents' : 'calls under way',
            sentence:
              launch > 0
                ? `${launch} more: two agents come free within 18 s and one call in three is answered.`
                : 'None: the calls under way are enough for the agents who come free.',
          },
  };
}

/** The picture `stepMs` later. */
export function moveOn(live: LivePicture, nowMs: number, stepMs: number, random: Random): LivePicture {
  const agents = live.agents.map((agent) => moveAgent(agent, nowMs, stepMs, random));
  const before = new Map(live.calls.map((call) => [call.callId, call]));
  const waiting = live.calls
    .filter((call) => call.agentId === null)
    .map((call) => moveCall(call, nowMs, stepMs, random));
  const onAgents = agents.flatMap((agent, index): CallPicture[] => {
    if (agent.callId === null) return [];
    const state = agent.state === 'held' ? 'held' : 'connected';
    const known = before.get(agent.callId);
    const startedAtMs = known?.startedAtMs ?? nowMs - 14_000;
    return [callPicture(index, state, nowMs, { startedAtMs, sinceMs: agent.sinceMs })];
  });
  const next = { ...live, atMs: nowMs, agents, calls: [...waiting, ...onAgents] };
  return {
    ...next,
    campaigns: live.campaigns.map((campaign) => moveCampaign(campaign, next, nowMs, random)),
    engine: { ...live.engine, callsUnderWay: next.calls.length, framesScreened: live.engine.framesScreened + 40 },
  };
}

export const startFloor = (nowMs: number): LivePicture => picture(nowMs);
