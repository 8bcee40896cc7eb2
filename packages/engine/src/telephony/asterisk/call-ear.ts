/**
 * What is heard of one contact. Before the dial its audio is forked in a bridge of its own, so that early media and the
 * first word are heard; when nobody listens any more the fork goes away, and who listens later hears a snoop.
 */
import type { AudioFrame } from '../port.ts';
import { object } from './ari-events.ts';
import { AriError, path } from './ari-rest.ts';
import type { Hearing } from './hearing.ts';
import type { Media, MediaStream } from './media.ts';
import type { Switchboard } from './switchboard.ts';

/** Listeners come and go around the answer: the fork waits so long before it goes. */
const LINGER_MS = 200;

type OnFrame = (frame: AudioFrame, atMs: number) => void;

interface Source {
  close(): void;
}

export interface EarParts {
  readonly board: Switchboard;
  readonly media: Media;
  readonly mediaHost: string;
  readonly hearing: Hearing;
}

export class CallEar {
  readonly #board: Switchboard;
  readonly #media: Media;
  readonly #mediaHost: string;
  readonly #hearing: Hearing;
  readonly #key: string;
  readonly #listeners = new Set<{ readonly onFrame: OnFrame }>();
  #fork: Source | null = null;
  #snoop: Promise<Source | null> | null = null;
  /** Before early media or the answer Asterisk's own ringback is in the fork. */
  #open = false;
  #answeredOn: string | null = null;
  #closed = false;
  #heard = false;
  /** Ends the wait for the first frame. */
  #expected: (() => void) | null = null;

  constructor({ board, media, mediaHost, hearing }: EarParts, key: string) {
    this.#board = board;
    this.#media = media;
    this.#mediaHost = mediaHost;
    this.#hearing = hearing;
    this.#key = key;
  }

  /** Makes the fork while the contact's channel is made; what is returned joins both, before the dial. */
  prepare(): (channelId: string) => Promise<void> {
    const made = Promise.all([
      this.#board.bridge('fork', this.#key),
      externalMedia(this.#board, this.#media, this.#mediaHost, this.#key, this.#hear),
    ]).then(([bridgeId, source]) => {
      this.#fork = {
        close: () => {
          source.close();
          this.#board.unbridge(bridgeId);
        },
      };
      if (this.#closed) this.#dropFork();
      return [bridgeId, source.channelId] as const;
    });
    // Whoever joins them hears of a failure; the call may end before.
    made.catch(() => undefined);
    return async (channelId) => {
      const [bridgeId, mediaId] = await made;
      if (!this.#closed) await this.#board.join(bridgeId, channelId, mediaId);
    };
  }

  /** From now on what comes is the far end's. */
  open(): void {
    this.#open = true;
  }

  answered(channelId: string): void {
    this.#open = true;
    this.#answeredOn = channelId;
    this.#expect();
    this.#settleLater();
  }

  /** The contact went to another bridge: the fork hears nothing any more. */
  moved(): void {
    this.#dropFork();
    this.#settle();
  }

  add(onFrame: OnFrame): () => void {
    const listener = { onFrame };
    this.#listeners.add(listener);
    this.#expect();
    this.#settle();
    return () => {
      if (this.#listeners.delete(listener)) this.#settleLater();
    };
  }

  close(): void {
    this.#closed = true;
    this.#listeners.clear();
    this.#dropFork();
    this.#dropSnoop();
  }

  readonly #hear: OnFrame = (frame, atMs) => {
    this.#heard = true;
    this.#expectNothing();
    this.#hearing.heard();
    if (!this.#open) return;
    for (const { onFrame } of [...this.#listeners]) onFrame(frame, atMs);
  };

  #settleLater(): void {
    this.#board.clock.after(LINGER_MS, () => this.#settle());
  }

  #settle(): void {
    if (this.#closed || this.#answeredOn === null) return;
    if (this.#listeners.size === 0) {
      this.#dropFork();
      this.#dropSnoop();
    } else if (this.#fork === null && this.#snoop === null) {
      const snoop = snoopFrames(this.#board, this.#media, this.#mediaHost, this.#answeredOn, this.#key, this.#hear);
      this.#snoop = snoop;
      void snoop.then((source) => {
        if (source !== null && this.#snoop === snoop) this.#expect(true);
      });
    }
  }

  #dropFork(): void {
    this.#expectNothing();
    this.#fork?.close();
    this.#fork = null;
  }

  #dropSnoop(): void {
    this.#expectNothing();
    void this.#snoop?.then((source) => source?.close());
    this.#snoop = null;
  }

  /** An answered call that is listened to, and by which nothing was heard yet, is to be heard. */
  #expect(source = this.#fork !== null): void {
    if (!source || this.#heard || this.#answeredOn === null || this.#listeners.size === 0) return;
    this.#expected ??= this.#hearing.expect();
  }

  #expectNothing(): void {
    this.#expected?.();
    this.#expected = null;
  }
}

/** Forks what one channel says, without moving it. Null where the channel is gone already. */
export async function snoopFrames(
  board: Switchboard,
  media: Media,
  mediaHost: string,
  channelId: string,
  key: string,
  onFrame: OnFrame,
): Promise<Source | null> {
  const snoopId = board.name('snoop', key);
  let bridgeId: string | null = null;
  let source: (Source & { readonly channelId: string }) | null = null;
  const close = (): void => {
    board.drop(snoopId);
    source?.close();
    if (bridgeId !== null) board.unbridge(bridgeId);
  };
  try {
    const query = { spy: 'in', app: board.app };
    await board.arrive(snoopId, () => board.rest.post(path`/channels/${channelId}/snoop/${snoopId}`, query));
    source = await externalMedia(board, media, mediaHost, key, onFrame);
    bridgeId = await board.bridge('ear', key);
    await board.join(bridgeId, snoopId, source.channelId);
    return { close };
  } catch {
    // The channel ended meanwhile: its end is told by itself.
    close();
    return null;
  }
}

async function externalMedia(
  board: Switchboard,
  media: Media,
  mediaHost: string,
  key: string,
  onFrame: OnFrame,
): Promise<Source & { readonly channelId: string }> {
  const channelId = board.name('media', key);
  const { app } = board;
  const query = { app, channelId, external_host: `${mediaHost}:${await media.port}`, format: 'ulaw' };
  await board.arrive(channelId, () => board.rest.post('/channels/externalMedia', query));
  const answer = await board.rest.get(path`/channels/${channelId}/variable`, { variable: 'UNICASTRTP_LOCAL_PORT' });
  const port = Number(object(answer)?.value);
  if (!(port > 0)) throw new AriError(0, 'Asterisk does not tell the RTP port of its media channel');
  const stream: MediaStream = media.open(port, onFrame);
  return {
    channelId,
    close() {
      stream.close();
      board.drop(channelId);
    },
  };
}
