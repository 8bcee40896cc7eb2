/** OUT-8: how long personal data is kept. */
import { z } from 'zod';

const days = (least: number, what: string) =>
  z.number().int().min(least).max(36_500).nullable().default(null).describe(what);

export const zRetention = z.object({
  attemptsDays: days(
    62,
    'attempts whole; no shorter than the longest time that a rule looks back (60 days after a refusal)',
  ),
  notesDays: days(1, "agents' notes, case information and answers to call guides"),
  recordingsDays: days(1, 'recordings of calls'),
});
export type Retention = z.infer<typeof zRetention>;
