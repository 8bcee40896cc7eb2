/** Routes of the recorded messages that contacts hear (BP-10, GCC-5). */
import { z } from 'zod';
import { zMessageId } from '../config/detection.ts';
import { route } from './route.ts';

/** What a message is for: after a machine's beep, or to a person for whom no agent was free. */
export const MESSAGE_PURPOSES = ['voicemail', 'abandonment'] as const;
export type MessagePurpose = (typeof MESSAGE_PURPOSES)[number];

export const zMessage = z.object({
  id: zMessageId,
  name: z.string(),
  purpose: z.enum(MESSAGE_PURPOSES),
  lengthMs: z.number().int(),
  createdAtMs: z.number(),
  /** Names of the campaigns and contact rules that play it. */
  usedBy: z.array(z.string()),
});
export type Message = z.infer<typeof zMessage>;

export const MESSAGE_ROUTES = {
  messages: route({
    method: 'get',
    path: '/v1/messages',
    summary: 'Recorded messages',
    rows: ['BP-10'],
    role: 'supervisor',
    response: z.array(zMessage),
  }),
  uploadMessage: route({
    method: 'post',
    path: '/v1/messages',
    summary: 'Upload a message: a WAV file, converted to what a telephone line carries',
    rows: ['BP-10', 'GCC-5'],
    role: 'campaign-manager',
    query: z.object({
      name: z.string().min(1).max(80),
      purpose: z.enum(MESSAGE_PURPOSES).default('voicemail'),
    }),
    textBody: 'audio/wav',
    response: zMessage,
  }),
  messageSound: route({
    method: 'get',
    path: '/v1/messages/{messageId}/sound',
    summary: 'The message as contacts hear it: WAV, 8 kHz, mono, 16 bit',
    rows: ['BP-10'],
    role: 'supervisor',
    response: z.unknown(),
    file: 'audio/wav',
  }),
  deleteMessage: route({
    method: 'delete',
    path: '/v1/messages/{messageId}',
    summary: 'Delete a message that no campaign and no contact rule plays',
    rows: ['BP-10'],
    role: 'campaign-manager',
    response: z.object({ ok: z.literal(true) }),
  }),
};
