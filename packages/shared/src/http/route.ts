/** What one route of the table is. */
import { z } from 'zod';
import type { Role } from './schemas.ts';

export interface Route {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** With parameters in braces, as in OpenAPI. */
  readonly path: string;
  readonly summary: string;
  /** SPEC rows that this route serves. */
  readonly rows?: readonly string[];
  /** Null: no token needed. */
  readonly role: Role | null;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** A body that is a file instead of JSON: a list, a sound. */
  readonly textBody?: 'text/csv' | 'audio/wav';
  readonly response: z.ZodType;
  /** The response is a stream of server-sent events; `response` is what each `data` holds. */
  readonly stream?: true;
  /** The response is a file of this type; `response` stands for nothing. */
  readonly file?: 'audio/wav' | 'text/csv';
}

export const route = <const R extends Route>(r: R): R => r;

export const zOk = z.object({ ok: z.literal(true) });

export const zPage = z.object({
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  after: z.string().max(64).optional(),
});
