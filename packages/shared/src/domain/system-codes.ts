/** Wrap-up codes that the system sets by itself where nobody else does (WX-9). */
import type { Outcome } from './attempt.ts';

export const SYSTEM_CODES = {
  'answering-machine': 'Answering machine (hung up on)',
  'voicemail-left': 'Voicemail (a message was left)',
  busy: 'Busy',
  fax: 'Fax',
  'no-answer': 'No answer',
} as const;
export type SystemCode = keyof typeof SYSTEM_CODES;

export const isSystemCode = (code: string): code is SystemCode => Object.hasOwn(SYSTEM_CODES, code);

/** Codes by which an agent says that no person was there: what the detector missed is learned from them. */
export const MACHINE_CODES: ReadonlySet<string> = new Set<SystemCode>(['answering-machine', 'voicemail-left', 'fax']);

/** What the system says of an attempt that no agent wrapped up; null where it has no word for it. */
export function systemCodeOf(outcome: Outcome, messageLeft: boolean): SystemCode | null {
  if (outcome === 'answering-machine') return messageLeft ? 'voicemail-left' : 'answering-machine';
  if (outcome === 'busy' || outcome === 'fax' || outcome === 'no-answer') return outcome;
  return null;
}
