/** Each agent's stream: the whole view at every change, and notices; kept for a while, so that a cut line misses nothing. */
import { type AgentId, type AgentView, type Clock, every, type Notice, type Timer } from '@outdial/shared';
import type { Desk, Worker } from '../agents/desk.ts';
import type { InteractionBook } from '../agents/interaction-book.ts';
import type { Bus } from '../bus/port.ts';
import type { Catalog } from '../config/catalog.ts';
import type { Caller } from '../routes/types.ts';
import { eventFrame } from './frame.ts';
import type { Outbox } from './outbox.ts';
import { EventRing } from './ring.ts';
import type { Streams } from './streams.ts';

/** A feed that nobody reads is forgotten after so long. */
const IDLE_MS = 300_000;
const SWEEP_MS = 60_000;
const RING = { maxEvents: 64, maxChars: 64_000 };

export interface AgentFeedsOptions {
  bus: Bus;
  catalog: Catalog;
  desk: Desk;
  book: InteractionBook;
  streams: Streams;
  clock: Clock;
  /** Names this life of the server; no dots. */
  epoch: string;
}

interface Feed {
  worker: Worker;
  ring: EventRing;
  readers: Set<Outbox>;
  /** The view as it was last told, its clock left out. */
  told: string;
  idleSinceMs: number;
}

export class AgentFeeds {
  readonly #options: AgentFeedsOptions;
  readonly #feeds = new Map<AgentId, Feed>();
  readonly #stops: (() => void)[];
  readonly #sweep: Timer;

  constructor(options: AgentFeedsOptions) {
    this.#options = options;
    const { bus, book, catalog, clock } = options;
    this.#stops = [
      bus.onAgents((changed) => {
        for (const { agentId } of changed) this.#tellView(this.#feeds.get(agentId));
      }),
      book.onChange((agentId) => this.#tellView(this.#feeds.get(agentId))),
      bus.onEngine(({ state }) => this.#engine(state)),
      catalog.onChange(() => {
        for (const feed of this.#feeds.values()) this.#tellView(feed);
      }),
    ];
    this.#sweep = every(clock, SWEEP_MS, () => this.#forgetIdle());
  }

  subscribe(caller: Caller, lastEventId: string | undefined): Outbox {
    const feed = this.#feedOf(caller);
    const outbox = this.#options.streams.open(caller, (closed) => {
      feed.readers.delete(closed);
      feed.idleSinceMs = this.#options.clock.nowMs();
    });
    const replay = lastEventId === undefined ? null : feed.ring.after(lastEventId);
    if (replay !== null && !replay.gap) for (const frame of replay.frames) outbox.push(frame);
    else {
      if (replay !== null) outbox.push(eventFrame('notice', JSON.stringify(GAP)));
      outbox.push(eventFrame('view', JSON.stringify(this.#options.desk.viewNow(feed.worker)), feed.ring.lastId));
    }
    feed.readers.add(outbox);
    return outbox;
  }

  /** To the agents who follow their stream, or did a moment ago. */
  notify(agentIds: readonly AgentId[], notice: Notice): void {
    for (const agentId of agentIds) {
      const feed = this.#feeds.get(agentId);
      if (feed !== undefined) this.#tell(feed, 'notice', JSON.stringify(notice));
    }
  }

  close(): void {
    this.#sweep.cancel();
    for (const stop of this.#stops) stop();
  }

  #feedOf(caller: Caller): Feed {
    const found = this.#feeds.get(caller.userId);
    if (found !== undefined) return found;
    const worker = { userId: caller.userId, name: caller.name };
    const feed: Feed = {
      worker,
      ring: new EventRing({ epoch: this.#options.epoch, ...RING }),
      readers: new Set(),
      told: withoutClock(this.#options.desk.viewNow(worker)),
      idleSinceMs: this.#options.clock.nowMs(),
    };
    this.#feeds.set(caller.userId, feed);
    return feed;
  }

  #engine(state: 'connected' | 'lost'): void {
    const notice = state === 'lost' ? LOST : BACK;
    for (const feed of this.#feeds.values()) {
      this.#tell(feed, 'notice', JSON.stringify(notice));
      this.#tellView(feed);
    }
  }

  #tellView(feed: Feed | undefined): void {
    if (feed === undefined) return;
    const view = this.#options.desk.viewNow(feed.worker);
    const told = withoutClock(view);
    if (told === feed.told) return;
    feed.told = told;
    this.#tell(feed, 'view', JSON.stringify(view));
  }

  #tell(feed: Feed, event: 'view' | 'notice', json: string): void {
    const frame = feed.ring.add(event, json);
    for (const reader of feed.readers) reader.push(frame);
  }

  #forgetIdle(): void {
    const beforeMs = this.#options.clock.nowMs() - IDLE_MS;
    for (const [agentId, feed] of this.#feeds) {
      if (feed.readers.size === 0 && feed.idleSinceMs < beforeMs) this.#feeds.delete(agentId);
    }
  }
}

const LOST: Notice = { kind: 'engine-lost', text: 'The engine is lost; it is restarted by itself.' };
const BACK: Notice = { kind: 'engine-back', text: 'The engine is back.' };
const GAP: Notice = { kind: 'gap', text: 'Some notices were missed; what you see now is whole.' };

const withoutClock = (view: AgentView): string => JSON.stringify({ ...view, nowMs: 0 });
