/** How much a request may send: JSON is small and read whole, a file is read as it comes and counted. */
import { type Clock, ProblemError, type Route } from '@outdial/shared';
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { AppEnv } from '../routes/types.ts';

const JSON_LIMIT_BYTES = 256 * 1024;
const JSON_WITHIN_MS = 30_000;
export const CSV_LIMIT_BYTES = 512 * 1024 * 1024;
export const SOUND_LIMIT_BYTES = 20 * 1024 * 1024;

const tooLarge = (limitBytes: number): ProblemError =>
  new ProblemError('too-large', `The body is larger than ${limitBytes} bytes.`, { limitBytes });

/** Node's request behind the application's, where there is one. */
interface NodeRequest {
  readonly complete: boolean;
  destroy(): unknown;
}

/** At most so many bytes, and they come in time: who sends half of it and waits loses the connection. */
export function limitJson(clock: Clock): MiddlewareHandler<AppEnv> {
  const limit = bodyLimit({
    maxSize: JSON_LIMIT_BYTES,
    onError: () => {
      throw tooLarge(JSON_LIMIT_BYTES);
    },
  });
  return async (c, next) => {
    const request = (c.env as { incoming?: NodeRequest } | undefined)?.incoming;
    const late = clock.after(JSON_WITHIN_MS, () => {
      if (request?.complete === false) request.destroy();
    });
    try {
      return await limit(c, next);
    } finally {
      late.cancel();
    }
  };
}

/** A line that is cut is the sender's, not a fault of ours. */
async function* withWords(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ProblemError('invalid-file', `The upload broke off: ${why}.`, {}, { cause });
  }
}

/** What a route is sent that takes a file. Throws `wrong-content-type`, and `too-large`: at once, or while it is read. */
export function fileBody(
  c: Context<AppEnv>,
  takes: NonNullable<Route['textBody']>,
  limitBytes: number,
): AsyncIterable<Uint8Array> {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== takes) {
    throw new ProblemError('wrong-content-type', `The body is ${type ?? 'of no content type'}.`, { takes });
  }
  if (Number(c.req.header('content-length') ?? 0) > limitBytes) throw tooLarge(limitBytes);
  async function* counted(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
    if (body === null) return;
    let bytes = 0;
    for await (const chunk of withWords(body)) {
      bytes += chunk.byteLength;
      if (bytes > limitBytes) throw tooLarge(limitBytes);
      yield chunk;
    }
  }
  return counted(c.req.raw.body);
}
