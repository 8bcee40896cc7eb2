/** How long to wait before the next try: a quarter of a second, then doubling up to three seconds. */

const FIRST_MS = 250;
const MOST_MS = 3_000;

/** `tries` made since the last good connection, from 1. No jitter: a handful of consoles is no herd. */
export const backoffMs = (tries: number): number => Math.min(MOST_MS, FIRST_MS * 2 ** Math.max(0, tries - 1));
