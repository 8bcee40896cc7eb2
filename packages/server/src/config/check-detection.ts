/** Whether what a campaign does with machines and with the abandoned makes sense: contradictions, and what to think about. */
import {
  type Campaign,
  type CompliancePack,
  type ContactRule,
  type MessageId,
  type MessagePurpose,
  withRule,
} from '@outdial/shared';

export type Messages = ReadonlyMap<MessageId, MessagePurpose>;

export interface KnownMessages {
  readonly rule: ContactRule | undefined;
  readonly packs: readonly CompliancePack[];
  readonly messages: Messages;
}

/** Why this message cannot be played there; null where it can, or none is named. */
export function messageFault(messageId: MessageId | null, purpose: MessagePurpose, messages: Messages): string | null {
  if (messageId === null) return null;
  const is = messages.get(messageId);
  if (is === undefined) return `there is no message ${messageId}: upload it first`;
  return is === purpose ? null : `the message ${messageId} is for ${is}; this takes one for ${purpose}`;
}

export interface DetectionCheck {
  errors: { field: string; message: string }[];
  warnings: string[];
}

export function checkDetection(written: Campaign, { rule, packs, messages }: KnownMessages): DetectionCheck {
  const errors: DetectionCheck['errors'] = [];
  const warnings: string[] = [];
  const campaign = withRule(written, rule);
  const { detection, abandonMessageId, mode, connectWithinMs } = campaign;
  const plays = (field: string, messageId: MessageId | null, purpose: MessagePurpose): void => {
    const fault = messageFault(messageId, purpose, messages);
    if (fault !== null) errors.push({ field, message: fault });
  };
  plays('detection.messageId', detection.messageId, 'voicemail');
  plays('abandonMessageId', abandonMessageId, 'abandonment');
  if (detection.onMachine === 'leave-message' && detection.messageId === null) {
    errors.push({
      field: 'detection.messageId',
      message: 'machines are left a message, and neither campaign nor contact rule names one',
    });
  }
  const forecasts = mode === 'power' || mode === 'predictive';
  const wanting = packs.filter((pack) => pack.abandonMessage);
  if (wanting.length > 0 && abandonMessageId === null && forecasts) {
    warnings.push(
      `The pack ${wanting.map(({ id }) => id).join(', ')} asks for a recorded message within ${connectWithinMs} ms to whoever is abandoned (abandonMessageId): who calls, a number, how to opt out.`,
    );
  }
  if (!detection.enabled) {
    if (detection.onMachine !== 'hang-up') {
      warnings.push('Detection is off: every answer goes to an agent, and nothing is done about machines by itself.');
    }
    return { errors, warnings };
  }
  if (detection.connect === 'first' && forecasts) {
    warnings.push(
      `In ${mode} mode, joined before the verdict, agents also get the machines: it takes as many more agents as machines answer.`,
    );
  }
  if (detection.connect === 'first' && detection.onMachine === 'connect-after-beep') {
    warnings.push('Joined first, the agent hears the greeting and the beep: "connect-after-beep" changes nothing.');
  }
  if (detection.maxScreeningMs < 2_000 && detection.connect === 'after-verdict') {
    warnings.push(
      `${detection.maxScreeningMs} ms of screening: most machines are not known by then and reach an agent (docs/amd.md).`,
    );
  }
  if (detection.machinesPerPerson !== null && detection.machinesPerPerson < 1) {
    warnings.push(
      'Less than one machine for each person: more people are hung up on. The estimate of them counts as abandoned.',
    );
  }
  const ends = detection.onMachine === 'hang-up' || detection.onMachine === 'leave-message';
  if (ends && detection.checkedShare === 0 && detection.connect === 'after-verdict') {
    warnings.push(
      'No machine verdict is checked by an agent: the people lost stay at the prior estimate (docs/amd.md).',
    );
  }
  const lockout = packs.find((pack) => pack.machineLockoutMs > 0);
  if (lockout !== undefined && detection.onMachine !== 'connect' && detection.connect === 'after-verdict') {
    warnings.push(
      `The pack ${lockout.id}: a number where a machine was detected is not dialed again for ${Math.round(lockout.machineLockoutMs / 3_600_000)} h, unless an agent is guaranteed.`,
    );
  }
  return { errors, warnings };
}
