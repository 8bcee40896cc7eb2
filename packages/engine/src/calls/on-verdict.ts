/**
 * What a verdict does to its call, by the campaign's policy (GCC-5, BP-10).
 *
 * | heard | treatment | becomes |
 * | --- | --- | --- |
 * | a person, or doubt | any | `deliver`: to an agent |
 * | machine | hang-up | `hang-up` |
 * | machine | leave-message, and there is one | `leave-message` after the beep |
 * | machine | connect | `deliver` |
 * | machine | connect-after-beep | `deliver-after-beep` |
 * | fax, SIT, busy, ringing on | any | `hang-up` |
 */
import type { DetectionPolicy } from '@outdial/shared';
import { ANSWERED, type Heard } from './outcome.ts';

export type VerdictAct = 'deliver' | 'deliver-after-beep' | 'leave-message' | 'hang-up';

/** A message that is missing leaves the machine hung up on: nobody speaks to it by chance. */
export function actOn(heard: Heard, { onMachine, messageId }: DetectionPolicy): VerdictAct {
  const outcome = ANSWERED[heard];
  if (outcome === 'live') return 'deliver';
  if (outcome !== 'answering-machine') return 'hang-up';
  switch (onMachine) {
    case 'connect':
      return 'deliver';
    case 'connect-after-beep':
      return 'deliver-after-beep';
    case 'leave-message':
      return messageId === null ? 'hang-up' : 'leave-message';
    case 'hang-up':
    case null:
      return 'hang-up';
  }
}
