/** The schema of a change: a field that is left out stays as it is (a default would reset it). */
import { z } from 'zod';

const withoutDefault = (schema: z.ZodType): z.ZodType =>
  (schema instanceof z.ZodDefault ? (schema.unwrap() as z.ZodType) : schema).optional();

/** Of every field of a draft: what a change may say of it. */
export const patchShape = (shape: Readonly<Record<string, z.ZodType>>): Record<string, z.ZodType> =>
  Object.fromEntries(Object.entries(shape).map(([field, schema]) => [field, withoutDefault(schema)]));

export const patchOf = <Draft extends z.ZodObject>(
  draft: Draft,
): z.ZodType<Partial<z.output<Draft>>, Partial<z.input<Draft>>> =>
  z.object(patchShape(draft.shape as Record<string, z.ZodType>)) as unknown as z.ZodType<
    Partial<z.output<Draft>>,
    Partial<z.input<Draft>>
  >;
