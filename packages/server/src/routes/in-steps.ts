/** Work on many contacts as a row of bounded steps of the store, so that others are served in between. */
import type { StepDone } from '../store/port.ts';

export async function inSteps(
  step: (after: number) => Promise<StepDone>,
): Promise<{ done: number; skipped: { reason: string; contacts: number }[] }> {
  let done = 0;
  const skipped = new Map<string, number>();
  for (let after: number | null = 0; after !== null; ) {
    const result: StepDone = await step(after);
    done += result.done;
    for (const [reason, n] of Object.entries(result.skipped)) skipped.set(reason, (skipped.get(reason) ?? 0) + n);
    after = result.next;
  }
  return { done, skipped: [...skipped].map(([reason, contacts]) => ({ reason, contacts })) };
}
