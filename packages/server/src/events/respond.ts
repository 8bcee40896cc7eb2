/** An outbox as an HTTP answer: the reader's own pace draws the frames. */
import type { Outbox } from './outbox.ts';

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
};

export function streamAnswer(outbox: Outbox): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        void outbox.abandoned.then(() => controller.error(new Error('The reader did not take the end of its stream.')));
      },
      async pull(controller) {
        const frame = await outbox.next();
        if (frame !== null) controller.enqueue(encoder.encode(frame));
        else controller.close();
      },
      cancel: () => outbox.close(),
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { headers: HEADERS });
}
