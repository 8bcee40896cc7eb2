/**
 * A call that outlived the engine that made it, or that it came in to: it goes on here as a conversation of its agent, under
 * the same attempt or the same call that came in.
 */
import type { AttemptId, CallId, InteractionPicture, LeaseId, ListId, ResumedCall } from '@outdial/shared';
import type { Agent } from '../agents/agent.ts';
import type { CampaignRuntime } from '../campaigns/campaign.ts';
import type { FactSink } from '../ports.ts';
import type { Telephony } from '../telephony/port.ts';
import { Call, type CallStart } from './call.ts';
import type { CallDesk } from './call-desk.ts';
import { TAKEN, tellIncoming } from './incoming.ts';
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
  const { desk, telephony } = parts;
  const { campaign, interaction, link } = resumed;
  const { callId, number } = interaction;
  const { earlierLife } = telephony;
  if (callId === null || earlierLife === undefined) return false;
  const call = new Call(startOf(callId, agent, resumed));
  bringForward(call, agent, resumed, nowMs);
  agent.call = call;
  desk.adopt(call);
  // A campaign's calls are those that it made.
  if (call.direction === 'outbound') campaign.calls.add(call);
  if (resumed.call.connectedAtMs === null) tellConnected(parts.sink, call, agent, resumed);
  const shown = call.calledNumber ?? campaign.config.callerIds[0]?.number ?? number;
  const request = {
    ...{ callId, attemptId: call.attemptId, campaignId: campaign.id, callerId: { number: shown } },
    // Who called may have hidden the number.
    number: (number as string) === '' ? shown : number,
    ringTimeoutMs: campaign.config.ringTimeoutMs,
  };
  earlierLife.take(agent.id, request, link, (event) => desk.heard(call, event));
  parts.recordings.resumed(call, interaction.line?.recording === true);
  return true;
}

function startOf(callId: CallId, agent: Agent, { call: known, campaign, interaction }: Resumed): CallStart {
  const { dialedAtMs } = known;
  const { attempts, contactId, contactName: name, fields, number, numbers } = interaction;
  const record = { contactId, name, number, numbers, fields, attempts };
  const common = {
    ...{ id: callId, campaign, config: campaign.config, leaseId: '' as LeaseId, agent },
    ...{ launchedAtMs: dialedAtMs, dialedAtMs },
  };
  if (known.attemptId !== null) {
    return { ...common, attemptId: known.attemptId, record: { ...record, listId: known.listId } };
  }
  return {
    ...{ ...common, attemptId: callId as string as AttemptId, record: { ...record, listId: '' as ListId } },
    ...{ direction: 'inbound', calledNumber: known.calledNumber },
  };
}

/** To where the earlier life had it. */
function bringForward(call: Call, agent: Agent, { call: known, link }: Resumed, nowMs: number): void {
  for (const event of ['answer', 'judged-live', 'join', 'joined'] as const) call.step(event, nowMs);
  if (link === 'held') call.step('hold', nowMs);
  const connectedAtMs = known.connectedAtMs ?? nowMs;
  call.answeredAtMs = known.answeredAtMs;
  call.wantedAtMs = connectedAtMs - known.waitMs;
  call.connectedAtMs = connectedAtMs;
  call.talkedWith = agent.id;
  if (known.attemptId === null) return;
  call.heard = HEARD.find((label) => label === known.verdict) ?? null;
  if (call.isPerson) call.liveEnd = 'connected';
}

/** Joined in the moment in which the engine was lost: nobody was told of it yet. */
function tellConnected(sink: FactSink, call: Call, agent: Agent, { call: known, interaction }: Resumed): void {
  const { interactionId } = interaction;
  const { attemptId, waitMs } = known;
  if (attemptId === null) tellIncoming(sink, call, 'answered', TAKEN);
  else sink.fact({ type: 'connected', attemptId, agentId: agent.id, interactionId, waitMs });
}
