/** How the engine says no: the problem's code and a sentence with what to do. */
import { PROBLEMS, type ProblemCode } from '@outdial/shared';

export interface Refusal {
  readonly ok: false;
  readonly code: ProblemCode;
  readonly message: string;
}

/** `detail` is what is special about this case; the remedy of the problem follows it. */
export function refusal(code: ProblemCode, detail?: string): Refusal {
  const { title, remedy } = PROBLEMS[code];
  return { ok: false, code, message: `${detail ?? `${title}.`} ${remedy}` };
}
