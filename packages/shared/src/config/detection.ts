/** What a campaign does with an answer: when the detector is asked, and what a machine gets (GCC-5, BP-10). */
import { z } from 'zod';
import type { MessageId } from '../ids.ts';

/**
 * What an answering machine gets. `hang-up`: nothing (GCC-5, the default). `leave-message`: a message after its beep, by the
 * engine. `connect`: an agent at once. `connect-after-beep`: an agent who speaks after the beep (BP-10).
 */
export const MACHINE_TREATMENTS = ['hang-up', 'leave-message', 'connect', 'connect-after-beep'] as const;
export type MachineTreatment = (typeof MACHINE_TREATMENTS)[number];

export const zMessageId = z
  .string()
  .min(1)
  .max(64)
  .transform((value) => value as MessageId)
  .describe('message id');

export const zDetectionPolicy = z.object({
  enabled: z.boolean().default(true),
  /** `after-verdict`: an agent is joined once a person was heard; `first`: at once, and the verdict comes while they talk. */
  connect: z.enum(['after-verdict', 'first']).default('after-verdict'),
  /** Connected first: a verdict other than a person ends the call by itself, or only tells the agent. */
  whileConnected: z.enum(['act', 'tell']).default('act'),
  /** Null: what the contact rule says (GCC-5). */
  onMachine: z.enum(MACHINE_TREATMENTS).nullable().default(null),
  /** What is said after the beep, by the engine or when an agent asks for it; null: the contact rule's. */
  messageId: zMessageId.nullable().default(null),
  /** No beep this long after the verdict: the message (or the agent) begins all the same; 4 s of silence say it sooner. */
  beepWaitMs: z.number().int().min(1_000).max(120_000).default(30_000),
  /** The one cost setting: how many machines may reach an agent to save one person; null: the detector's own balance. */
  machinesPerPerson: z.number().min(0.1).max(100).nullable().default(null),
  /**
   * A person must not wait longer than this for the verdict; *unknown* then goes to an agent. The detector knows most machines
   * by 5 s: a shorter limit hands them to agents.
   */
  maxScreeningMs: z.number().int().min(200).max(10_000).default(5_500),
  /** The share of machine verdicts that an agent is connected to all the same, to see how many of them were people. */
  checkedShare: z.number().min(0).max(0.5).default(0.02),
});
/** One key of a telephone. */
export const zOptOutKey = z.string().regex(/^[0-9*#]$/, 'one key: 0 to 9, * or #');
export type DetectionPolicy = z.infer<typeof zDetectionPolicy>;

/** Where the campaign leaves something to its contact rule. */
export interface MachineRule {
  readonly onMachine: MachineTreatment;
  readonly machineMessageId: MessageId | null;
  readonly abandonMessageId: MessageId | null;
  readonly optOutKey: string | null;
}

interface Ruled {
  readonly detection: DetectionPolicy;
  readonly abandonMessageId: MessageId | null;
  readonly optOutKey: string | null;
}

/** The campaign as the engine works it: nothing is left to the rule any more. */
export function withRule<Campaign extends Ruled>(campaign: Campaign, rule: MachineRule | undefined): Campaign {
  const { detection, abandonMessageId, optOutKey } = campaign;
  return {
    ...campaign,
    abandonMessageId: abandonMessageId ?? rule?.abandonMessageId ?? null,
    optOutKey: optOutKey ?? rule?.optOutKey ?? null,
    detection: {
      ...detection,
      onMachine: detection.onMachine ?? rule?.onMachine ?? 'hang-up',
      messageId: detection.messageId ?? rule?.machineMessageId ?? null,
    },
  };
}
