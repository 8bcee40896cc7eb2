/** Screening in the worker pool: frames of all calls go out in batches, each call at most one batch at a time. */
import type { Clock } from '@outdial/shared';
import { FRAME_SAMPLES } from '../amd/frame-analysis.ts';
import type { WorkerPool } from '../workers/pool.ts';
import { SCREEN_FIELDS } from '../workers/protocol.ts';
import { PooledSession } from './pooled-session.ts';
import type { Screening, ScreeningEvent, ScreeningRule, ScreeningSession } from './screening.ts';
import { unscreened } from './unscreened.ts';

export interface PooledScreeningOptions {
  readonly pool: WorkerPool;
  readonly clock: Clock;
  /** Frames wait so long for company, 20 ms unless told. */
  readonly flushMs?: number;
  /** Told after each batch how long its oldest frame waited until it had been heard, in milliseconds, and how many frames it had. */
  readonly onHeard?: (lateMs: number, frames: number) => void;
}

/** A batch is given to so many workers, one after another, before its calls are judged unknown. */
const ATTEMPTS = 3;
/** A batch that a worker has not answered by then is judged unknown; its slots stay taken until the worker lets go of them. */
const HUNG_MS = 3000;
/** Calls in one batch, so that pacing never waits long behind it. */
const CALLS_PER_BATCH = 250;

export function createPooledScreening(options: PooledScreeningOptions): Screening {
  return new PooledScreening(options);
}

class PooledScreening implements Screening {
  readonly #pool: WorkerPool;
  readonly #clock: Clock;
  readonly #flushMs: number;
  readonly #onHeard: ((lateMs: number, frames: number) => void) | undefined;
  readonly #free: number[] = [];
  readonly #sessions = new Set<PooledSession>();
  /** Those with frames in their inbox, in the order in which they came. */
  #queue: PooledSession[] = [];
  #framesScreened = 0;
  #armed = false;

  constructor({ pool, clock, flushMs, onHeard }: PooledScreeningOptions) {
    this.#pool = pool;
    this.#clock = clock;
    this.#flushMs = flushMs ?? 20;
    this.#onHeard = onHeard;
    for (let slot = pool.slab.slots - 1; slot >= 0; slot--) this.#free.push(slot);
  }

  get framesScreened(): number {
    return this.#framesScreened;
  }

  open(_callId: unknown, listener: (event: ScreeningEvent) => void, rule?: ScreeningRule): ScreeningSession {
    const slot = this.#free.pop();
    if (slot === undefined)
      return unscreened(this.#clock, listener, `all ${this.#pool.slab.slots} places of the detector are taken`);
    const session = new PooledSession(this.#pool.slab, slot, listener, rule);
    this.#sessions.add(session);
    return {
      push: (frame) => {
        if (!session.open || frame.length !== FRAME_SAMPLES) return;
        session.keep(frame, this.#clock.nowMs());
        if (!session.inFlight) this.#enqueue(session);
      },
      view: () => session.view(),
      close: () => {
        if (!session.open) return;
        session.open = false;
        if (!session.inFlight) this.#release(session);
      },
    };
  }

  async close(): Promise<void> {
    for (const session of [...this.#sessions]) {
      session.open = false;
      if (!session.inFlight) this.#release(session);
    }
  }

  #release(session: PooledSession): void {
    if (this.#sessions.delete(session)) this.#free.push(session.slot);
  }

  #enqueue(session: PooledSession): void {
    if (!session.queued) {
      session.queued = true;
      this.#queue.push(session);
    }
    if (this.#armed) return;
    this.#armed = true;
    this.#clock.after(this.#flushMs, () => {
      this.#armed = false;
      this.#flush();
    });
  }

  #flush(): void {
    const ready = this.#queue.filter((session) => session.ready);
    for (const session of this.#queue) session.queued = false;
    this.#queue = [];
    const share = Math.min(CALLS_PER_BATCH, Math.ceil(ready.length / this.#pool.threads));
    for (let at = 0; at < ready.length; at += share) void this.#send(ready.slice(at, at + share));
  }

  async #send(sessions: readonly PooledSession[]): Promise<void> {
    const calls = new Int32Array(sessions.length * SCREEN_FIELDS);
    let oldestMs = Number.POSITIVE_INFINITY;
    sessions.forEach((session, i) => {
      oldestMs = Math.min(oldestMs, session.waitingSinceMs);
      calls[i * SCREEN_FIELDS] = session.slot;
      calls[i * SCREEN_FIELDS + 1] = session.generation;
      calls[i * SCREEN_FIELDS + 2] = session.handOver();
    });
    const watchdog = this.#clock.after(HUNG_MS, () => this.#giveUp(sessions, new Error(`no answer in ${HUNG_MS} ms`)));
    for (let attempt = 1; ; attempt++) {
      try {
        const result = await this.#pool.run({ type: 'screen', calls });
        if (result.type !== 'screened') return;
        this.#framesScreened += result.frames;
        this.#onHeard?.(this.#clock.nowMs() - oldestMs, result.frames);
        for (const session of sessions) session.heard();
        for (const { index, event } of result.events) sessions[index]?.tell(event);
        break;
      } catch (cause) {
        if (attempt < ATTEMPTS) continue;
        this.#giveUp(sessions, cause);
        break;
      }
    }
    watchdog.cancel();
    for (const session of sessions) {
      session.inFlight = false;
      if (!session.open) this.#release(session);
      else if (session.ready) this.#enqueue(session);
    }
  }

  #giveUp(sessions: readonly PooledSession[], cause: unknown): void {
    const why = cause instanceof Error ? cause.message : String(cause);
    for (const session of sessions) {
      session.tell({
        type: 'verdict',
        verdict: {
          label: 'unknown',
          decisionMs: session.givenMs,
          confidence: 0,
          reasons: [`the detector failed (${why}); the call goes to an agent`],
        },
      });
      session.open = false;
    }
  }
}
