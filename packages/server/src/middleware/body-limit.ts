/** How much a request may send: JSON is small and read whole, a CSV file is read as it comes and counted. */
import { ProblemError } from '@outdial/shared';
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { AppEnv } from '../routes/types.ts';

const JSON_LIMIT_BYTES = 256 * 1024;
export const CSV_LIMIT_BYTES = 512 * 1024 * 1024;

const tooLarge = (limitBytes: number): ProblemError =>
  new ProblemError('too-large', `The body is larger than ${limitBytes} bytes.`, { limitBytes });

export const limitJson = (): MiddlewareHandler<AppEnv> =>
  bodyLimit({
    maxSize: JSON_LIMIT_BYTES,
    onError: () => {
      throw tooLarge(JSON_LIMIT_BYTES);
    },
  });

export interface CsvBody {
  source: AsyncIterable<Uint8Array>;
  /** Whether reading stopped because it was too much: then that is the reason, whatever the reader made of it. */
  overflow(): ProblemError | null;
}

/** The text of a CSV route. Throws `wrong-content-type`, and `too-large` where that is known beforehand. */
export function csvBody(c: Context<AppEnv>, limitBytes: number): CsvBody {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'text/csv') {
    throw new ProblemError('wrong-content-type', `The body is ${type ?? 'of no content type'}.`, { takes: 'text/csv' });
  }
  if (Number(c.req.header('content-length') ?? 0) > limitBytes) throw tooLarge(limitBytes);
  let overflow: ProblemError | null = null;
  async function* counted(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
    if (body === null) return;
    let bytes = 0;
    for await (const chunk of body) {
      bytes += chunk.byteLength;
      if (bytes > limitBytes) {
        overflow = tooLarge(limitBytes);
        throw overflow;
      }
      yield chunk;
    }
  }
  return { source: counted(c.req.raw.body), overflow: () => overflow };
}
