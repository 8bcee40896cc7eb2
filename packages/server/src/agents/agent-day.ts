/**
 * OUT-4: an agent's own figures of the day, and how long until the next call. The longest idle agent is next: of `n` ready
 * agents who wait before this one, and `c` conversations a second in the campaign, the call comes in about (n + 1) / c. The
 * rate is that of the day: conversations over the agents' working time, times the agents at work now.
 */
import type { AgentDay, AgentId, AgentMirror, AgentPicture, CampaignPicture, LivePicture } from '@outdial/shared';

const NOTHING: AgentDay['today'] = { calls: 0, talkMs: 0, wrapUpMs: 0, readyMs: 0 };
/** Fewer conversations say nothing of the next one. */
const LEAST_CALLS = 3;

const unknown = (because: string) => ({ expectedNextCallMs: null, because });

/** Conversations a second, as many agents are at work now; null where too few were seen. */
function rateOf({ totals, agents }: CampaignPicture): number | null {
  const atWork = agents.joined - agents.notReady;
  if (totals.connected < LEAST_CALLS || totals.agentMs <= 0) return null;
  return ((totals.connected * 1_000) / totals.agentMs) * Math.max(1, atWork);
}

function expected(me: AgentPicture, picture: LivePicture) {
  const mine = picture.campaigns.filter(({ campaignId }) => me.joined.includes(campaignId));
  const active = mine.filter(({ activity }) => activity.active);
  const [idle] = mine;
  if (idle === undefined) return unknown('you have joined no campaign');
  if (active.length === 0) {
    return unknown(idle.activity.active ? 'no campaign of yours is active' : `${idle.name}: ${idle.activity.detail}`);
  }
  if (me.state !== 'ready') return unknown('it is told while you are ready');
  let perSecond = 0;
  for (const campaign of active) perSecond += rateOf(campaign) ?? 0;
  if (perSecond === 0) return unknown(`fewer than ${LEAST_CALLS} conversations have been seen today`);
  const before = picture.agents.filter(
    ({ agentId, state, sinceMs, joined }) =>
      agentId !== me.agentId &&
      state === 'ready' &&
      sinceMs < me.sinceMs &&
      active.some(({ campaignId }) => joined.includes(campaignId)),
  ).length;
  const untilMs = (1_000 * (before + 1)) / perSecond;
  const rate = (60 * perSecond).toFixed(1);
  const because = `${before} ready before you, ${rate} conversations a minute in your campaigns`;
  return { expectedNextCallMs: Math.round(untilMs), because };
}

export function agentDay(
  agentId: AgentId,
  picture: LivePicture | null,
  mirror: AgentMirror | undefined,
): Omit<AgentDay, 'callbacksDue'> {
  const me = picture?.agents.find((agent) => agent.agentId === agentId);
  if (picture === null || me === undefined) {
    const because = mirror === undefined ? 'you are not at work' : 'the engine has not told yet';
    return { today: { ...NOTHING }, ...unknown(because) };
  }
  return { today: { ...me.today }, ...expected(me, picture) };
}
