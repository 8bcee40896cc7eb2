/** Who plays a message: campaigns and contact rules, by their names for people. */
import type { Configuration, MessageId } from '@outdial/shared';

export function usedBy(messageId: MessageId, { campaigns, contactRules }: Configuration): string[] {
  const playing = campaigns.filter(
    ({ detection, abandonMessageId }) => detection.messageId === messageId || abandonMessageId === messageId,
  );
  const ruling = contactRules.filter(
    ({ machineMessageId, abandonMessageId }) => machineMessageId === messageId || abandonMessageId === messageId,
  );
  return [...playing.map(({ name }) => `campaign ${name}`), ...ruling.map(({ name }) => `contact rule ${name}`)];
}
