/** Ending a run in order: no new calls, those under way finish (or are ended after a grace), then the figures. */
import type { Client, Clock, Summary } from '@outdial/shared';

const POLL_MS = 200;
/** For closing facts to reach the store once the last call has ended. */
const CLOSING_TIMEOUT_MS = 10_000;

const pause = (clock: Clock, ms: number): Promise<void> => new Promise((resolve) => clock.after(ms, resolve));

const underWay = async (client: Client): Promise<number> =>
  (await client.call('attempts', { query: { state: 'under-way', limit: 1000 } })).length;

/** Stops dialing, waits until nothing is under way or `graceMs` has passed, then ends what is still up. */
export async function drain(
  client: Client,
  clock: Clock,
  graceMs: number,
  onWait?: (callsUp: number) => void,
): Promise<void> {
  await client.call('stopDialing', { body: { endCalls: false, untilRestart: true } });
  const graceUntilMs = clock.nowMs() + graceMs;
  let left = await underWay(client);
  while (left > 0 && clock.nowMs() < graceUntilMs) {
    onWait?.(left);
    await pause(clock, POLL_MS);
    left = await underWay(client);
  }
  if (left > 0) await client.call('stopDialing', { body: { endCalls: true, untilRestart: true } });
  const closedUntilMs = clock.nowMs() + CLOSING_TIMEOUT_MS;
  while ((await underWay(client)) > 0 && clock.nowMs() < closedUntilMs) await pause(clock, POLL_MS);
}

export function summaryText(summary: Summary): string {
  const percent = (ratio: number): string => `${(100 * ratio).toFixed(1)} %`;
  const row = (name: string, s: Omit<Summary, 'campaigns'>): string =>
    `${name.padEnd(28)} ${String(s.attempts).padStart(8)} ${String(s.live).padStart(6)} ${String(s.connected).padStart(9)} ${String(s.abandoned).padStart(9)} ${percent(s.abandonRatio).padStart(8)} ${s.talkMinutesPerAgentHour.toFixed(1).padStart(14)}`;
  return [
    `${''.padEnd(28)} attempts   live connected abandoned    share talk min/ag.-h`,
    ...summary.campaigns.map((campaign) => row(`${campaign.name} (${campaign.mode})`.slice(0, 28), campaign)),
    row('all', summary),
  ].join('\n');
}
