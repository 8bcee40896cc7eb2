/**
 * Monitoring a call (GT-8): the supervisor's phone is called and listens, whispers or barges, and the ticks come for as long
 * as the call lasts. The stream is the monitor's life: when it closes, by whomever, the phone is let go.
 */
import {
  type CallId,
  type IdSource,
  type LivePicture,
  type MonitorMode,
  type MonitorTick,
  ProblemError,
  type UserId,
} from '@outdial/shared';
import type { Desk } from '../agents/desk.ts';
import type { Bus } from '../bus/port.ts';
import type { Caller } from '../routes/types.ts';
import type { Store } from '../store/port.ts';
import { eventFrame } from './frame.ts';
import type { Outbox } from './outbox.ts';
import type { Streams } from './streams.ts';

export interface MonitoringOptions {
  bus: Bus;
  desk: Desk;
  streams: Streams;
  store: Store;
  ids: IdSource;
}

/** A call that so many pictures in a row do not show is over, whatever became of its last tick. */
const GONE_AFTER_PICTURES = 3;
/** Where calls are simulated, so are phones. */
const SIMULATED = 'simulated';

const OVER = { reason: 'call-ended', detail: 'The call is over.' } as const;
const LOST = { reason: 'engine-lost', detail: 'The engine is lost, and its calls with it.' } as const;

export class Monitoring {
  readonly #options: MonitoringOptions;
  readonly #open = new Map<string, { userId: UserId; callId: CallId }>();

  constructor(options: MonitoringOptions) {
    this.#options = options;
  }

  /** Throws `unknown-call`, `no-phone` or what the engine refuses with, before a stream is opened. */
  async open(caller: Caller, callId: CallId, asked: { mode: MonitorMode; meterOnly: 'yes' | 'no' }): Promise<Outbox> {
    const { bus, desk, streams, ids } = this.#options;
    const monitorId: string = ids();
    const phone = asked.meterOnly === 'yes' ? null : await this.#phoneOf(caller.userId);
    if (phone === null && asked.mode !== 'listen') {
      throw new ProblemError('no-phone', `To ${asked.mode} you need a phone.`);
    }
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
      this.#open.delete(monitorId);
      for (const one of stops) one();
    };
    try {
      await desk.command({ type: 'monitor.start', monitorId, callId, phone, mode: asked.mode });
    } catch (error) {
      stop();
      throw error;
    }
    this.#open.set(monitorId, { userId: caller.userId, callId });
    outbox = streams.open(caller, () => {
      stop();
      void bus.command({ type: 'monitor.stop', monitorId });
    });
    for (const tick of early) tell(tick);
    return outbox;
  }

  /** Answers the call that is monitored. Throws `unknown-monitor` for another's, and what the engine refuses with. */
  async setMode(caller: Caller, monitorId: string, mode: MonitorMode): Promise<CallId> {
    const monitor = this.#open.get(monitorId);
    if (monitor === undefined || monitor.userId !== caller.userId) {
      throw new ProblemError('unknown-monitor', `You have no monitor ${monitorId}.`);
    }
    await this.#options.desk.command({ type: 'monitor.mode', monitorId, mode });
    return monitor.callId;
  }

  /** The phone that the supervisor named; null where none is known, and calls are real. */
  async #phoneOf(userId: UserId): Promise<string | null> {
    const { store, bus } = this.#options;
    const seat = (await store.agents()).find((known) => known.seat.agentId === userId)?.seat;
    if (seat !== undefined) return seat.phone;
    const engine = bus.engine();
    return engine.state === 'connected' && engine.telephony !== SIMULATED ? null : SIMULATED;
  }
}
