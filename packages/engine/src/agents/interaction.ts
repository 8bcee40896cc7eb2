/** What an alert shows (BP-5, WX-5) and where the call comes from, in words (GW-10). */
import {
  callbackOrigin,
  type InteractionId,
  type InteractionPicture,
  type KeptLease,
  type LastContact,
  type LeasedRecord,
  type LeaseId,
  QUIET_LINE,
} from '@outdial/shared';
import type { Call } from '../calls/call.ts';
import type { CampaignRuntime } from '../campaigns/campaign.ts';
import type { StockedRecord } from '../campaigns/stock.ts';
import type { Interaction } from './agent.ts';

const PREVIEW_ORIGIN = 'outbound campaign preview';

/** Until the agent is with the person the origin says so; an agent who is joined without an offer sees the second text at once. */
export function originText({ record, direction }: Pick<Call, 'record' | 'direction'>, joined: boolean): string {
  const who = record.name || record.number;
  if (direction === 'inbound') return `inbound call from ${who || 'a hidden number'}`;
  // GW-17: what it is comes before how far it is.
  if (record.callback !== undefined) return callbackOrigin(record.callback.personal);
  return joined ? `outbound campaign call to ${who}` : 'outbound campaign call: connecting…';
}

/** GW-17 before any call: what it is, where it is a callback. */
export const recordOrigin = (record: LeasedRecord): string =>
  record.callback === undefined ? PREVIEW_ORIGIN : originText({ record, direction: 'outbound' }, false);

/** `joined`: the agent is put through at once, without an offer. */
export function newInteraction(interactionId: InteractionId, call: Call, joined: boolean): Interaction {
  const { record, campaign, leaseId } = call;
  return {
    campaign,
    stocked: { record, leaseId, expiresAtMs: 0 },
    callerId: null,
    picture: {
      interactionId,
      campaignId: campaign.id,
      campaignName: campaign.config.name,
      attemptId: call.direction === 'inbound' ? null : call.attemptId,
      callId: call.id,
      contactId: record.contactId,
      contactName: record.name,
      number: record.number,
      numbers: record.numbers ?? [record.number],
      fields: record.fields,
      attempts: record.attempts,
      ...(record.callback === undefined ? {} : { fromCallback: record.callback }),
      origin: originText(call, joined),
      ...(call.verdict === null ? {} : { verdict: { label: call.verdict.label, confidence: call.verdict.confidence } }),
      callStatus: null,
      redials: 0,
      direction: call.direction,
      line: { ...QUIET_LINE, recording: call.recording },
    },
    wrapUpCode: null,
    notes: '',
    call,
  };
}

/** A record before any call (GW-2, BP-7). */
export function recordInteraction(
  interactionId: InteractionId,
  campaign: CampaignRuntime,
  stocked: StockedRecord,
): Interaction {
  const { record } = stocked;
  return {
    campaign,
    stocked,
    callerId: null,
    picture: {
      interactionId,
      campaignId: campaign.id,
      campaignName: campaign.config.name,
      attemptId: null,
      callId: null,
      contactId: record.contactId,
      contactName: record.name,
      number: record.number,
      numbers: record.numbers ?? [record.number],
      fields: record.fields,
      attempts: record.attempts,
      ...(record.callback === undefined ? {} : { fromCallback: record.callback }),
      origin: recordOrigin(record),
      callStatus: null,
      redials: 0,
    },
    wrapUpCode: null,
    notes: '',
    call: null,
  };
}

/** An interaction that another engine's life began. */
export function restoredInteraction(
  picture: InteractionPicture,
  campaign: CampaignRuntime | null,
  lease?: KeptLease,
): Interaction {
  const { state: _state, sinceMs: _sinceMs, wrapUpCode, notes, ...rest } = picture;
  return { campaign, stocked: stockedOf(rest, lease), callerId: null, picture: rest, wrapUpCode, notes, call: null };
}

/** OUT-4: whom they wrapped up last, at another engine. */
export function restoredLast(picture: LastContact, campaign: CampaignRuntime | null): Interaction {
  return { campaign, stocked: stockedOf(picture), callerId: null, picture, wrapUpCode: null, notes: '', call: null };
}

/** The record as its interaction shows it. Once more by hand needs no lease (GCC-4). */
function stockedOf(picture: LastContact, lease?: KeptLease): StockedRecord {
  const { contactId, contactName: name, number, numbers, fields, attempts, fromCallback } = picture;
  const callback = fromCallback === undefined ? {} : { callback: fromCallback };
  const { leaseId, expiresAtMs } = lease ?? { leaseId: '' as LeaseId, expiresAtMs: 0 };
  return { record: { contactId, name, number, numbers, fields, attempts, ...callback }, leaseId, expiresAtMs };
}
