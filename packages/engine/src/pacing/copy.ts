/** A deep copy of plain JSON, much quicker than a structured clone for the small states that pacers keep. */

export function copyOf<T>(value: T): T {
  return copied(value) as T;
}

function copied(value: unknown): unknown {
  if (Array.isArray(value)) return typeof value[0] === 'number' ? value.slice() : value.map(copied);
  if (value === null || typeof value !== 'object') return value;
  const copy: Record<string, unknown> = { ...value };
  for (const key in copy) if (typeof copy[key] === 'object') copy[key] = copied(copy[key]);
  return copy;
}
