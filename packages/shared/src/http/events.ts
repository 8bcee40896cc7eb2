/** What the streams carry beside views and pictures: notices, the engine's health, and why a stream ended. */
import { z } from 'zod';
import { zCampaignId } from '../config/campaign.ts';
import { DIALING_MODES } from '../domain/campaign.ts';

const zText = z.string().describe('for people');
const zOffers = z.enum(['get-record', 'join']);

/** Event `notice` of an agent's stream. `gap`: events are missing before this one; the view that follows is whole. */
export const zNotice = z.discriminatedUnion('kind', [
  /** GW-6; `offers`: what its agents can do about it: get a record (preview), or join. */
  z.object({
    kind: z.literal('campaign-started'),
    campaignId: zCampaignId,
    name: z.string(),
    text: zText,
    offers: zOffers,
  }),
  z.object({
    kind: z.literal('campaign-loaded'),
    campaignId: zCampaignId,
    name: z.string(),
    text: zText,
    offers: zOffers,
  }),
  z.object({
    kind: z.literal('campaign-mode-changed'),
    campaignId: zCampaignId,
    name: z.string(),
    mode: z.enum(DIALING_MODES),
    text: zText,
  }),
  z.object({ kind: z.literal('engine-lost'), text: zText }),
  z.object({ kind: z.literal('engine-back'), text: zText }),
  z.object({ kind: z.literal('gap'), text: zText }),
]);
export type Notice = z.infer<typeof zNotice>;

/** Event `engine` of the supervisors' stream. */
export const zEngineEvent = z.object({
  state: z.enum(['connected', 'lost']),
  sinceMs: z.number(),
  /** `stopped`: the emergency stop holds. */
  dialing: z.enum(['on', 'stopped']),
});
export type EngineEvent = z.infer<typeof zEngineEvent>;

/** Event `beat` of the supervisors' stream: the line is alive, and the server's clock. */
export const zBeat = z.object({ nowMs: z.number() });

export const STREAM_ENDS = ['slow-reader', 'session-ended', 'server-stopping', 'call-ended', 'engine-lost'] as const;
/** Event `end`, the last of a stream that the server ends: why, and in words what to do. */
export const zStreamEnd = z.object({ reason: z.enum(STREAM_ENDS), detail: z.string() });
export type StreamEnd = z.infer<typeof zStreamEnd>;
