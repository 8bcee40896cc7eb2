/** The supervisors' stream: pictures, of which the newest counts, and what happened, of which nothing is left out. */
import {
  type Callback,
  type CallbackEvent,
  type Campaign,
  type Clock,
  type EngineEvent,
  every,
  type LivePicture,
  type Timer,
} from '@outdial/shared';
import type { Audit } from '../audit.ts';
import type { Bus } from '../bus/port.ts';
import type { Catalog } from '../config/catalog.ts';
import type { StopSwitch } from '../config/stop-switch.ts';
import type { Caller } from '../routes/types.ts';
import { eventFrame } from './frame.ts';
import type { Outbox } from './outbox.ts';
import { EventRing } from './ring.ts';
import type { Streams } from './streams.ts';

/** At most ten pictures a second. */
const PICTURE_MS = 100;
const BEAT_MS = 5_000;
const RING = { maxEvents: 1_000, maxChars: 1_000_000 };

export interface LiveFeedOptions {
  bus: Bus;
  catalog: Catalog;
  audit: Audit;
  stopSwitch: StopSwitch;
  streams: Streams;
  clock: Clock;
  epoch: string;
}

export class LiveFeed {
  readonly #options: LiveFeedOptions;
  readonly #ring: EventRing;
  readonly #readers = new Set<Outbox>();
  readonly #stops: (() => void)[];
  readonly #beat: Timer;
  #campaigns = new Map<string, string>();
  #pictureDue: Timer | null = null;
  #toldPictureAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: LiveFeedOptions) {
    this.#options = options;
    const { bus, catalog, audit, clock, epoch } = options;
    this.#ring = new EventRing({ epoch, ...RING });
    this.#changedCampaigns();
    this.#stops = [
      bus.onPicture(() => this.#picture()),
      bus.onEngine(() => this.engine()),
      catalog.onChange(() => {
        for (const campaign of this.#changedCampaigns()) this.#tell('campaign', campaign);
      }),
      audit.onEntry((entry) => this.#tell('audit', entry)),
    ];
    this.#beat = every(clock, BEAT_MS, () => this.#beatNow());
  }

  /** The engine's state, the newest picture, then everything; or what was missed since `lastEventId`, where that is known. */
  subscribe(caller: Caller, lastEventId: string | undefined): Outbox {
    const outbox = this.#options.streams.open(caller, (closed) => this.#readers.delete(closed));
    const replay = lastEventId === undefined ? null : this.#ring.after(lastEventId);
    if (replay !== null && !replay.gap) for (const frame of replay.frames) outbox.push(frame);
    else {
      if (replay !== null) outbox.push(eventFrame('gap', '{}'));
      outbox.push(eventFrame('engine', JSON.stringify(this.#engineEvent()), this.#ring.lastId));
    }
    const picture = this.#options.bus.picture();
    if (picture !== null) outbox.pushLossy(pictureFrame(picture));
    this.#readers.add(outbox);
    return outbox;
  }

  /** Tells the engine's state, and whether it may dial. */
  engine(): void {
    this.#tell('engine', this.#engineEvent());
  }

  /** GCC-2: its agent is not there, and the campaign leaves it to supervisors. */
  callback(callback: Callback): void {
    const { contactName, number, campaignName, remedy } = callback;
    const text = `${contactName === '' ? number : contactName} (${campaignName}) waits to be called back. ${remedy ?? ''}`;
    this.#tell('callback', { callback, text: text.trim() } satisfies CallbackEvent);
  }

  close(): void {
    this.#beat.cancel();
    this.#pictureDue?.cancel();
    for (const stop of this.#stops) stop();
  }

  #engineEvent(): EngineEvent {
    const { state, sinceMs } = this.#options.bus.engine();
    return { state, sinceMs, dialing: this.#options.stopSwitch.stopped ? 'stopped' : 'on' };
  }

  /** Campaigns that are not as they were when last asked. */
  #changedCampaigns(): Campaign[] {
    const before = this.#campaigns;
    const { campaigns } = this.#options.catalog.current();
    this.#campaigns = new Map(campaigns.map((campaign) => [campaign.id, JSON.stringify(campaign)]));
    return campaigns.filter(({ id }) => before.get(id) !== this.#campaigns.get(id));
  }

  #picture(): void {
    if (this.#readers.size === 0 || this.#pictureDue !== null) return;
    const waitMs = this.#toldPictureAtMs + PICTURE_MS - this.#options.clock.nowMs();
    if (waitMs <= 0) this.#tellPicture();
    else {
      this.#pictureDue = this.#options.clock.after(waitMs, () => {
        this.#pictureDue = null;
        this.#tellPicture();
      });
    }
  }

  #tellPicture(): void {
    const picture = this.#options.bus.picture();
    if (picture === null) return;
    this.#toldPictureAtMs = this.#options.clock.nowMs();
    const frame = pictureFrame(picture);
    for (const reader of this.#readers) reader.pushLossy(frame);
  }

  #beatNow(): void {
    if (this.#readers.size === 0) return;
    const frame = eventFrame('beat', JSON.stringify({ nowMs: this.#options.clock.nowMs() }));
    for (const reader of this.#readers) if (!reader.behind) reader.push(frame);
  }

  #tell(event: 'audit' | 'engine' | 'campaign' | 'callback', data: object): void {
    const frame = this.#ring.add(event, JSON.stringify(data));
    for (const reader of this.#readers) reader.push(frame);
  }
}

const pictureFrame = (picture: LivePicture): string => eventFrame('picture', JSON.stringify(picture));
