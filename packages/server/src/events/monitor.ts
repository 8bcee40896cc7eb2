/** Watching one call: its ticks for as long as it lasts, stopped when the watcher goes. */
import type { CallId, IdSource, LivePicture, MonitorTick } from '@outdial/shared';
import type { Desk } from '../agents/desk.ts';
import type { Bus } from '../bus/port.ts';
import type { Caller } from '../routes/types.ts';
import { eventFrame } from './frame.ts';
import type { Outbox } from './outbox.ts';
import type { Streams } from './streams.ts';

export interface MonitorOptions {
  bus: Bus;
  desk: Desk;
  streams: Streams;
  ids: IdSource;
}

/** A call that so many pictures in a row do not show is over, whatever became of its last tick. */
const GONE_AFTER_PICTURES = 3;

const OVER = { reason: 'call-ended', detail: 'The call is over.' } as const;
const LOST = { reason: 'engine-lost', detail: 'The engine is lost, and its calls with it.' } as const;

/** Throws `unknown-call` or what the engine refuses with, before a stream is opened. */
export async function monitorCall(options: MonitorOptions, caller: Caller, callId: CallId): Promise<Outbox> {
  const { bus, desk, streams, ids } = options;
  const monitorId: string = ids();
  let outbox: Outbox | null = null;
  const early: MonitorTick[] = [];
  const tell = (tick: MonitorTick): void => {
    if (outbox === null) {
      if (early.length < 10) early.push(tick);
      return;
    }
    outbox.pushLossy(eventFrame('tick', JSON.stringify(tick)));
    if (tick.state === 'ended') outbox.end(OVER);
  };
  let missing = 0;
  const look = (picture: LivePicture): void => {
    const isUp = picture.calls.some((call) => call.callId === callId && call.state !== 'ended');
    missing = isUp ? 0 : missing + 1;
    if (missing >= GONE_AFTER_PICTURES) outbox?.end(OVER);
  };
  const stops = [
    bus.onMonitor(monitorId, tell),
    bus.onPicture(look),
    bus.onEngine(({ state }) => {
      if (state === 'lost') outbox?.end(LOST);
    }),
  ];
  const stop = (): void => {
    for (const one of stops) one();
  };
  try {
    await desk.command({ type: 'monitor.start', monitorId, callId });
  } catch (error) {
    stop();
    throw error;
  }
  outbox = streams.open(caller, () => {
    stop();
    void bus.command({ type: 'monitor.stop', monitorId });
  });
  for (const tick of early) tell(tick);
  return outbox;
}
