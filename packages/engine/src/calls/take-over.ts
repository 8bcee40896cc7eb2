/** A call that outlived the engine that made it: it goes on here as a conversation of its agent, under the same attempt. */
import type { InteractionPicture, LeaseId, ResumedCall } from '@outdial/shared';
import type { Agent } from '../agents/agent.ts';
import type { CampaignRuntime } from '../campaigns/campaign.ts';
import type { FactSink } from '../ports.ts';
import type { Telephony } from '../telephony/port.ts';
import { Call } from './call.ts';
import type { CallDesk } from './call-desk.ts';
import { HEARD } from './outcome.ts';
import type { Recordings } from './recordings.ts';

export interface TakeOverParts {
  readonly telephony: Telephony;
  readonly desk: CallDesk;
  readonly sink: FactSink;
  readonly recordings: Recordings;
}

export interface Resumed {
  readonly campaign: CampaignRuntime;
  readonly interaction: InteractionPicture;
  readonly call: ResumedCall;
  readonly link: 'connected' | 'held';
}

/** The agent's phone is open and their presence set; false where there is nothing to be taken over. */
export function takeOver(parts: TakeOverParts, agent: Agent, resumed: Resumed, nowMs: number): boolean {
  const { desk, sink, telephony } = parts;
  const { campaign, interaction, link } = resumed;
  const { attemptId, dialedAtMs, listId } = resumed.call;
  const { attempts, callId, contactId, contactName: name, fields, interactionId, number, numbers } = interaction;
  const { earlierLife } = telephony;
  if (callId === null || earlierLife === undefined) return false;
  const call = new Call({
    ...{ id: callId, attemptId, campaign, config: campaign.config, leaseId: '' as LeaseId, agent },
    ...{ launchedAtMs: dialedAtMs, dialedAtMs },
    record: { contactId, listId, name, number, numbers, fields, attempts },
  });
  bringForward(call, resumed, nowMs);
  agent.call = call;
  desk.adopt(call);
  campaign.calls.add(call);
  if (resumed.call.connectedAtMs === null) {
    sink.fact({ type: 'connected', attemptId, agentId: agent.id, interactionId, waitMs: resumed.call.waitMs });
  }
  const callerId = { number: campaign.config.callerIds[0]?.number ?? number };
  const request = { callId, attemptId, campaignId: campaign.id, number, ringTimeoutMs: campaign.config.ringTimeoutMs };
  earlierLife.take(agent.id, { ...request, callerId }, link, (event) => desk.heard(call, event));
  parts.recordings.resumed(call, interaction.line?.recording === true);
  return true;
}

/** To where the earlier life had it. */
function bringForward(call: Call, { call: known, link }: Resumed, nowMs: number): void {
  for (const event of ['answer', 'judged-live', 'join', 'joined'] as const) call.step(event, nowMs);
  if (link === 'held') call.step('hold', nowMs);
  const connectedAtMs = known.connectedAtMs ?? nowMs;
  call.answeredAtMs = known.answeredAtMs;
  call.wantedAtMs = connectedAtMs - known.waitMs;
  call.connectedAtMs = connectedAtMs;
  call.heard = HEARD.find((label) => label === known.verdict) ?? null;
  if (call.isPerson) call.liveEnd = 'connected';
}
