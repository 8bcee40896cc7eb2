/** Counts by names that people give: without a prototype, so that a break called `constructor` is one like any other. */
export type Counted = Record<string, number>;

export const nothingCounted = (): Counted => Object.create(null) as Counted;

export const count = (to: Counted, name: string, n: number): void => {
  to[name] = (to[name] ?? 0) + n;
};
