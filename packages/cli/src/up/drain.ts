/** Ending a run in order: no new calls, those under way finish (or are ended after a grace), then the figures. */
import { ApiError, type Client, type Clock, type Summary } from '@outdial/shared';

const POLL_MS = 200;
/** For closing facts to reach the store once the last call has ended. */
const CLOSING_TIMEOUT_MS = 30_000;
/** What a server or an engine that is being started again is waited for: as long as at the first start. */
const RESTART_MS = 30_000;
const PASSING: readonly string[] = ['unreachable', 'engine-lost', 'engine-timeout', 'not-logged-in'];

const pause = (clock: Clock, ms: number): Promise<void> => new Promise((resolve) => clock.after(ms, resolve));

export interface DrainOptions {
  /** What calls under way are waited for; then they are ended. */
  graceMs: number;
  /** Asked between steps: nobody waits for the drain any more. */
  isOver: () => boolean;
  onWait: (callsUp: number) => void;
}

/** Asks again while a process of the floor is being started anew, for as long as that may take; then its error is thrown. */
export async function insist<T>(clock: Clock, isOver: () => boolean, ask: () => Promise<T>): Promise<T> {
  const untilMs = clock.nowMs() + RESTART_MS;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const passes = error instanceof ApiError && PASSING.includes(error.code);
      if (!passes || isOver() || clock.nowMs() >= untilMs) throw error;
    }
    await pause(clock, POLL_MS);
  }
}

/** Stops dialing, waits until nothing is under way or `graceMs` has passed, then ends what is still up. */
export async function drain(client: Client, clock: Clock, { graceMs, isOver, onWait }: DrainOptions): Promise<void> {
  const ask = <T>(question: () => Promise<T>): Promise<T> => insist(clock, isOver, question);
  const underWay = async (): Promise<number> =>
    (await ask(() => client.call('attempts', { query: { state: 'under-way', limit: 1000 } }))).length;
  const stop = (endCalls: boolean): Promise<unknown> =>
    ask(() => client.call('stopDialing', { body: { endCalls, untilRestart: true } }));
  await stop(false);
  const graceUntilMs = clock.nowMs() + graceMs;
  let left = await underWay();
  while (left > 0 && clock.nowMs() < graceUntilMs && !isOver()) {
    onWait(left);
    await pause(clock, POLL_MS);
    left = await underWay();
  }
  if (left > 0 && !isOver()) await stop(true);
  const closedUntilMs = clock.nowMs() + CLOSING_TIMEOUT_MS;
  while (!isOver() && (await underWay()) > 0 && clock.nowMs() < closedUntilMs) await pause(clock, POLL_MS);
}

export function summaryText(summary: Summary): string {
  const percent = (ratio: number): string => `${(100 * ratio).toFixed(1)} %`;
  const names = summary.campaigns.map(({ name, mode }) => `${name} (${mode})`);
  const width = Math.max(28, ...names.map(({ length }) => length));
  const row = (name: string, s: Omit<Summary, 'campaigns'>): string =>
    `${name.padEnd(width)} ${String(s.attempts).padStart(8)} ${String(s.live).padStart(6)} ${String(s.connected).padStart(9)} ${String(s.abandoned).padStart(9)} ${percent(s.abandonRatio).padStart(8)} ${s.talkMinutesPerAgentHour.toFixed(1).padStart(14)}`;
  return [
    `${''.padEnd(width)} attempts   live connected abandoned    share talk min/ag.-h`,
    ...summary.campaigns.map((campaign, index) => row(names[index] ?? campaign.name, campaign)),
    row('all', summary),
  ].join('\n');
}
