/** Bus frames: JSON, one message a frame; what cannot be read is told and dropped, never thrown at a socket loop. */
import type { EngineMessage, LiveMessage, ServerMessage } from './messages.ts';

export type BusMessage = EngineMessage | ServerMessage | LiveMessage;

export function encodeBusMessage(message: BusMessage): string {
  return JSON.stringify(message);
}

export type Decoded<Message> = { ok: true; message: Message } | { ok: false; reason: string };

/** `Message` is the side's union; the sender is authenticated by the socket, so the tag is all that is checked. */
export function decodeBusMessage<Message extends BusMessage>(frame: Uint8Array): Decoded<Message> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(frame));
  } catch (cause) {
    return { ok: false, reason: `not a JSON frame: ${cause instanceof Error ? cause.message : String(cause)}` };
  }
  if (typeof value !== 'object' || value === null || !('type' in value) || typeof value.type !== 'string') {
    return { ok: false, reason: 'a frame without a type' };
  }
  return { ok: true, message: value as Message };
}
