/** Recorded messages: uploaded, listed, fetched as contacts hear them, and deleted where nobody plays them. */
import { type Message, type MessageId, ProblemError, wavOf } from '@outdial/shared';
import { soundOf } from '../messages/sound.ts';
import { usedBy } from '../messages/used-by.ts';
import type { StoredMessage } from '../store/port.ts';
import type { Services } from './handlers.ts';
import type { Handlers } from './types.ts';

type MessageRoutes = 'messages' | 'uploadMessage' | 'messageSound' | 'deleteMessage';

export function messageHandlers({ store, audit, ids, clock, catalog }: Services): Pick<Handlers, MessageRoutes> {
  const told = (message: StoredMessage): Message => ({ ...message, usedBy: usedBy(message.id, catalog.current()) });
  const unknown = (messageId: string): ProblemError =>
    new ProblemError('unknown-message', `There is no message ${messageId}.`);
  return {
    async messages() {
      return (await store.messages()).map(told);
    },
    async uploadMessage({ caller, query: { name, purpose }, text }) {
      const { samples, lengthMs } = await soundOf(text);
      const message = { id: ids<MessageId>(), name, purpose, lengthMs, createdAtMs: clock.nowMs() };
      await store.addMessage({
        ...message,
        samples: new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength),
      });
      catalog.touched();
      await audit.record(
        caller,
        'message.upload',
        message.id,
        `${name}: ${purpose}, ${Math.round(lengthMs / 100) / 10} s`,
      );
      return told(message);
    },
    async messageSound({ params }) {
      const bytes = await store.messageSamples(params.messageId as MessageId);
      if (bytes === null) throw unknown(params.messageId);
      return wavOf(new Int16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 1));
    },
    async deleteMessage({ caller, params }) {
      const messageId = params.messageId as MessageId;
      const users = usedBy(messageId, catalog.current());
      if (users.length > 0) {
        throw new ProblemError('message-in-use', `It is played by: ${users.join(', ')}.`, { usedBy: users });
      }
      if (!(await store.removeMessage(messageId))) throw unknown(messageId);
      catalog.touched();
      await audit.record(caller, 'message.delete', messageId);
      return { ok: true };
    },
  };
}
