/** The course of `outdial up`: the floor comes up, runs until told or until its time is over, drains, and says what it did. */
import { fileURLToPath } from 'node:url';
import type { Clock, Summary } from '@outdial/shared';
import { runConsole } from '@outdial/tui';
import { startDemo } from '../demo/index.ts';
import { type DataFolder, dataFolder } from './data-folder.ts';
import { drain, insist, summaryText } from './drain.ts';
import { type Floor, operatorFetch, startFloor } from './floor.ts';
import { Stopping } from './stopping.ts';
import { telephonyFor, type UpTelephony } from './telephony.ts';

export interface UpOptions {
  demo: boolean;
  telephony: UpTelephony;
  /** Stop dialing after so long; null: until told. */
  forMs: number | null;
  json: boolean;
  data: string | undefined;
  host: string;
  port: number;
  seed: number;
  console: boolean;
  clock: Clock;
}

/** What is still up so long after the end of a timed run is ended by us. */
const TIMED_GRACE_MS = 5_000;
/** What an asked-for drain waits for calls under way. */
const DRAIN_GRACE_MS = 120_000;

/** Asked to stop at once: what each part may take to close its files before it is killed. */
const HURRY_MS = 500;

/** Exit code. */
export async function runUp(options: UpOptions): Promise<number> {
  const { clock } = options;
  const data = dataFolder(options.data, options.demo);
  const startedAtMs = clock.nowMs();
  const stopping = new Stopping(clock);
  const say = (words: string): void => stopping.say(words);

  const engineArgs = await telephonyFor(options.telephony, { data, seed: options.seed, clock, say });
  stopping.listen();
  const floor = await startFloor({
    data,
    host: options.host,
    port: options.port,
    program: fileURLToPath(new URL('../main.js', import.meta.url)),
    clock,
    engineArgs,
    say,
    halted: stopping.hurried,
    onGivenUp: (words) => stopping.fail(words),
  });
  let demo: Awaited<ReturnType<typeof startDemo>> | null = null;
  try {
    say(`The floor is up: ${floor.url}; data in ${data.folder}`);
    if (options.demo) demo = await startDemo({ floor, data, seed: options.seed, clock, say });
    await untilTold(options, floor, stopping, data);
    await drainUnlessHurried(floor, options, stopping, say);
    const summary = await insist(
      clock,
      () => stopping.isHurried,
      () => floor.client.call('summary', { query: { sinceMs: startedAtMs } }),
    );
    report(summary, options.json);
    return stopping.failure === null ? 0 : 1;
  } finally {
    await demo?.stop(stopping.isHurried ? HURRY_MS : undefined);
    await floor.stop(stopping.isHurried ? HURRY_MS : undefined);
    if (stopping.failure !== null) process.stderr.write(`${stopping.failure}\n`);
    stopping.unlisten();
  }
}

async function untilTold(options: UpOptions, floor: Floor, stopping: Stopping, data: DataFolder): Promise<void> {
  const timer = options.forMs === null ? null : options.clock.after(options.forMs, () => stopping.drainNow());
  if (options.console && process.stdout.isTTY && process.stdin.isTTY) {
    stopping.quiet = true;
    await Promise.race([
      stopping.told,
      runConsole({ baseUrl: floor.url, fetch: operatorFetch(data), signal: stopping.signal }),
    ]);
    stopping.leaveConsole();
    stopping.quiet = false;
    stopping.drainNow();
  }
  await stopping.told;
  timer?.cancel();
}

async function drainUnlessHurried(
  floor: Floor,
  options: UpOptions,
  stopping: Stopping,
  say: (words: string) => void,
): Promise<void> {
  const graceMs = options.forMs === null ? DRAIN_GRACE_MS : TIMED_GRACE_MS;
  say(
    options.forMs === null
      ? 'Draining: no new calls; those under way finish. Ctrl-C again stops at once.'
      : 'Time is over: no new calls.',
  );
  let told = -1;
  const drained = drain(floor.client, options.clock, {
    graceMs,
    isOver: () => stopping.isHurried,
    onWait(callsUp) {
      if (options.forMs === null && callsUp !== told) say(`${callsUp} call${callsUp === 1 ? '' : 's'} under way`);
      told = callsUp;
    },
  });
  await Promise.race([drained, stopping.hurried]);
}

function report(summary: Summary, json: boolean): void {
  if (json) process.stdout.write(`${JSON.stringify(summary)}\n`);
  else process.stderr.write(`${summaryText(summary)}\n`);
}
