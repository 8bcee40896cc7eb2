/** The schema of a change: a field that is left out stays as it is (a default would reset it). */
import { z } from 'zod';

const withoutDefault = (schema: z.ZodType): z.ZodType =>
  (schema instanceof z.ZodDefault ? (schema.unwrap() as z.ZodType) : schema).optional();

export const patchOf = <Draft extends z.ZodObject>(
  draft: Draft,
): z.ZodType<Partial<z.output<Draft>>, Partial<z.input<Draft>>> =>
  z.object(
    Object.fromEntries(
      Object.entries(draft.shape).map(([field, schema]) => [field, withoutDefault(schema as z.ZodType)]),
    ),
  ) as unknown as z.ZodType<Partial<z.output<Draft>>, Partial<z.input<Draft>>>;
