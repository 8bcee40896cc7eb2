/** Words that follow their number: `1 agent`, `3 agents`. */
export const counted = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;
