/** The call guide of a campaign (WX-7): questions, each of whose answers says which one is next. */
import { z } from 'zod';

const zQuestionId = z.string().regex(/^[a-z0-9-]{1,40}$/, 'lower-case letters, digits and hyphens');
const zNext = z
  .string()
  .max(40)
  .optional()
  .describe(
    'the next question; `end` ends the guide; left out: the one that follows in the list, and the end after the last',
  );

const zOption = z.object({
  value: z.string().min(1).max(80),
  label: z.string().min(1).max(200),
  next: zNext.describe('goes before the question’s own `next`; of several chosen ones the first that has one decides'),
});

const zBranch = z.object({
  from: z.number().optional().describe('this or more'),
  below: z.number().optional().describe('less than this'),
  next: z.string().max(40),
});

export const QUESTION_KINDS = ['single', 'multiple', 'text', 'number', 'date'] as const;

export const zGuideQuestion = z.object({
  id: zQuestionId,
  text: z.string().min(1).max(1_000),
  kind: z.enum(QUESTION_KINDS),
  required: z.boolean().default(true),
  options: z.array(zOption).max(50).default([]).describe('of single and multiple questions'),
  branches: z.array(zBranch).max(20).default([]).describe('of number questions: the first that holds decides'),
  next: zNext,
});
export type GuideQuestion = z.infer<typeof zGuideQuestion>;

export const zCallGuide = z.object({
  name: z.string().min(1).max(120),
  /** The first one begins. */
  questions: z.array(zGuideQuestion).min(1).max(200),
});
export type CallGuide = z.infer<typeof zCallGuide>;
export type CallGuideDraft = z.input<typeof zCallGuide>;

/** A text, a number, a date as YYYY-MM-DD, the value of an option, or several; null: passed over (where it is not required). */
export const zGuideAnswer = z.union([z.string().max(4_000), z.number(), z.array(z.string().max(80)).max(50), z.null()]);
export type GuideAnswer = z.infer<typeof zGuideAnswer>;

export interface GuideStep {
  readonly questionId: string;
  readonly answer: GuideAnswer;
}
