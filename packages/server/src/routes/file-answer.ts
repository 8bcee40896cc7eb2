/** An answer that is a file: bytes, or a text that is sent as it is made. */
import type { Context } from 'hono';
import type { AppEnv } from './types.ts';

export function fileAnswer(
  c: Context<AppEnv>,
  type: string,
  answer: Uint8Array<ArrayBuffer> | AsyncIterable<string>,
): Response {
  if (answer instanceof Uint8Array) return c.body(answer, 200, { 'content-type': type });
  const pieces = answer[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  // A reader that is slow is waited for; one that leaves ends the reading of the store.
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await pieces.next();
      if (next.done === true) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
    async cancel() {
      await pieces.return?.();
    },
  });
  return c.body(stream, 200, { 'content-type': `${type}; charset=utf-8` });
}
