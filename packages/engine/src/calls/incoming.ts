/**
 * GT-4: calls that come in to a campaign's number. A free agent of the campaign gets them as an interaction; what nobody
 * takes within the campaign's time, or the caller gives up, is a missed call. Each is told to the system of record when it
 * comes, when it is taken and when it is over, so that none is lost where this engine dies.
 */
import type { AttemptId, Clock, ContactId, E164, LeaseId } from '@outdial/shared';
import type { CampaignRuntime } from '../campaigns/campaign.ts';
import type { FactSink } from '../ports.ts';
import type { CarrierEvent, Telephony } from '../telephony/port.ts';
import { Call } from './call.ts';
import type { CallDesk } from './call-desk.ts';
import type { Delivery } from './delivery.ts';

export interface IncomingParts {
  readonly clock: Clock;
  readonly telephony: Telephony;
  readonly sink: FactSink;
  readonly delivery: Delivery;
  readonly desk: CallDesk;
  readonly campaigns: () => readonly CampaignRuntime[];
}

export class Incoming {
  readonly #parts: IncomingParts;

  constructor(parts: IncomingParts) {
    this.#parts = parts;
  }

  came(event: Extract<CarrierEvent, { type: 'incoming' }>): void {
    const { clock, telephony, sink, delivery, desk } = this.#parts;
    const { callId, from, to } = event;
    const campaign = this.#campaignOf(to);
    if (campaign === null) {
      const nobody = { campaignId: null, agentId: null, state: 'missed' as const };
      sink.fact({ type: 'incoming', callId, number: from, calledNumber: to, ...nobody, detail: NO_CAMPAIGN });
      telephony.hangUp(callId);
      return;
    }
    const nowMs = clock.nowMs();
    const call = new Call({
      ...{
        id: callId,
        direction: 'inbound',
        calledNumber: to,
        campaign,
        config: campaign.config,
        launchedAtMs: nowMs,
        dialedAtMs: nowMs,
      },
      ...{ attemptId: callId as string as AttemptId, leaseId: '' as LeaseId, agent: null },
      record: { ...UNKNOWN, number: from ?? ('' as E164) },
    });
    tellIncoming(sink, call, 'ringing', 'ringing');
    event.follow((told) => desk.heard(call, told));
    desk.adopt(call);
    for (const step of ['ring', 'answer'] as const) call.step(step, nowMs);
    delivery.want(call);
  }

  /** Where several campaigns show the number, one that runs and has agents at work comes first. */
  #campaignOf(number: E164): CampaignRuntime | null {
    const known = this.#parts.campaigns().filter(({ config, state, removed }) => {
      return !removed && state !== 'ended' && config.callerIds.some((callerId) => callerId.number === number);
    });
    const worked = known.filter(({ members }) => members.size > 0);
    return worked.find(({ state }) => state === 'running') ?? worked[0] ?? known[0] ?? null;
  }
}

/** How it is told that an agent has the caller now. */
export const TAKEN = 'an agent took it';
const NO_CAMPAIGN = 'no campaign has this number among its caller IDs';
const UNKNOWN = { contactId: '' as ContactId, name: '', fields: {}, attempts: 0 };

export function tellIncoming(
  sink: FactSink,
  call: Call,
  state: 'ringing' | 'answered' | 'missed' | 'ended',
  detail: string,
): void {
  const { id: callId, calledNumber, campaign, record, talkedWith } = call;
  if (calledNumber === null) return;
  const number = (record.number as string) === '' ? null : record.number;
  const told = { callId, number, calledNumber, campaignId: campaign.id, agentId: talkedWith, state, detail };
  sink.fact({ type: 'incoming', ...told });
}
