/** What an alert shows (BP-5, WX-5) and where the call comes from, in words (GW-10). */
import type { InteractionId, InteractionPicture } from '@outdial/shared';
import type { Call } from '../calls/call.ts';
import type { CampaignRuntime } from '../campaigns/campaign.ts';
import type { Interaction } from './agent.ts';

/** Until the person answers the origin says so; an agent who is joined at the answer sees the second text at once. */
export function originText(contact: { name: string; number: string }, answered: boolean): string {
  if (!answered) return 'outbound campaign call: connecting…';
  return `outbound campaign call to ${contact.name === '' ? contact.number : contact.name}`;
}

export function newInteraction(interactionId: InteractionId, call: Call): Interaction {
  const { record, campaign } = call;
  return {
    campaign,
    picture: {
      interactionId,
      campaignId: campaign.id,
      campaignName: campaign.config.name,
      attemptId: call.attemptId,
      callId: call.id,
      contactId: record.contactId,
      contactName: record.name,
      number: record.number,
      fields: record.fields,
      origin: originText(record, call.answeredAtMs !== null),
    },
    wrapUpCode: null,
    notes: '',
  };
}

/** An interaction that another engine's life began. */
export function restoredInteraction(picture: InteractionPicture, campaign: CampaignRuntime | null): Interaction {
  const { state: _state, sinceMs: _sinceMs, wrapUpCode, notes, ...rest } = picture;
  return { campaign, picture: rest, wrapUpCode, notes };
}
