/**
 * The link to one Asterisk: events by WebSocket, which is opened again with back-off when it is lost, and what Asterisk
 * says of its own life: the same start-up time means that calls went on meanwhile, another one that all are gone.
 */
import type { Clock, Timer } from '@outdial/shared';
import { type AriChannel, type AriEvent, object, parseEvent, readChannels, string } from './ari-events.ts';
import { type AriAccess, AriRest, basicAuthorization } from './ari-rest.ts';
import { isRefused, troubleWords } from './ari-trouble.ts';

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 2_000;
/** Refused connections for so long: the process is gone, and its calls with it. */
const GONE_AFTER_MS = 1_000;
/** A peer that vanished without a word is missed after one unanswered question. */
const LOOK_EVERY_MS = 3_000;

export interface LinkHooks {
  event(event: AriEvent): void;
  /** Connected, or connected again: these channels there are now; `sameLife` is false where Asterisk was started anew. */
  up(channels: readonly AriChannel[], sameLife: boolean): void;
  /** Events are missed from now on; calls may go on. */
  down(reason: string): void;
  /** A try to connect came to nothing; the next one follows. */
  failed(reason: string): void;
  /** Nobody listens there any more: no call is left. */
  gone(reason: string): void;
}

export class AriLink {
  readonly rest: AriRest;
  readonly #access: AriAccess;
  readonly #app: string;
  readonly #clock: Clock;
  readonly #hooks: LinkHooks;
  #socket: WebSocket | null = null;
  #up = false;
  #closed = false;
  #startupTime: string | null = null;
  #retryMs = FIRST_RETRY_MS;
  #refusedSinceMs: number | null = null;
  #toldGone = false;
  #timer: Timer | null = null;
  #look: Timer | null = null;
  #detail = 'connecting';

  constructor(access: AriAccess, app: string, clock: Clock, hooks: LinkHooks) {
    this.#access = access;
    this.#app = app;
    this.#clock = clock;
    this.#hooks = hooks;
    this.rest = new AriRest(access);
  }

  get up(): boolean {
    return this.#up;
  }

  /** One line: how the link is, and what to check where it is down. */
  get detail(): string {
    return this.#detail;
  }

  open(): void {
    void this.#connect();
  }

  close(): void {
    this.#closed = true;
    this.#timer?.cancel();
    this.#look?.cancel();
    this.#socket?.close();
    this.#socket = null;
  }

  async #connect(): Promise<void> {
    try {
      // The question before the socket: it says in plain words what a WebSocket only calls an error.
      const startupTime = await this.#ask();
      if (this.#closed) return;
      this.#refusedSinceMs = null;
      await this.#subscribe();
      const channels = readChannels(await this.rest.get('/channels'));
      if (this.#closed) return;
      const sameLife = this.#startupTime === null || this.#startupTime === startupTime;
      this.#startupTime = startupTime;
      this.#up = true;
      this.#toldGone = false;
      this.#retryMs = FIRST_RETRY_MS;
      this.#detail = 'up';
      this.#hooks.up(channels, sameLife);
      this.#watch();
    } catch (error) {
      this.#failed(error);
    }
  }

  async #ask(): Promise<string> {
    const info = object(await this.rest.get('/asterisk/info', { only: 'status' }));
    return string(object(info?.status)?.startup_time) ?? '';
  }

  #subscribe(): Promise<void> {
    const { password, url, user } = this.#access;
    const address = new URL(url);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    address.pathname = `${address.pathname.replace(/\/$/, '')}/ari/events`;
    address.searchParams.set('app', this.#app);
    const socket = new WebSocket(address, { headers: { authorization: basicAuthorization(user, password) } });
    this.#socket = socket;
    return new Promise((resolve, reject) => {
      socket.addEventListener('open', () => resolve());
      socket.addEventListener('error', () => reject(new Error(`the events of ${url} cannot be had`)));
      socket.addEventListener('close', () => {
        reject(new Error(`${url} closed the connection`));
        if (this.#socket === socket) this.#lost('the connection was closed');
      });
      socket.addEventListener('message', ({ data }) => {
        const event = typeof data === 'string' ? parseEvent(data) : null;
        if (event !== null && this.#socket === socket) this.#hooks.event(event);
      });
    });
  }

  #watch(): void {
    this.#look = this.#clock.after(LOOK_EVERY_MS, () => {
      this.rest.get('/asterisk/ping').then(
        () => {
          if (this.#up && !this.#closed) this.#watch();
        },
        (error) => this.#lost(error instanceof Error ? error.message : String(error)),
      );
    });
  }

  #lost(reason: string): void {
    if (!this.#up || this.#closed) return;
    this.#up = false;
    this.#look?.cancel();
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    this.#detail = `events of ${this.#access.url} are lost: ${reason}`;
    this.#hooks.down(this.#detail);
    this.#again();
  }

  #failed(error: unknown): void {
    if (this.#closed) return;
    this.#detail = troubleWords(error, this.#access);
    this.#hooks.failed(this.#detail);
    const nowMs = this.#clock.nowMs();
    if (isRefused(error)) this.#refusedSinceMs ??= nowMs;
    if (!this.#toldGone && this.#refusedSinceMs !== null && nowMs - this.#refusedSinceMs >= GONE_AFTER_MS) {
      this.#toldGone = true;
      this.#hooks.gone(this.#detail);
    }
    this.#again();
  }

  #again(): void {
    this.#timer = this.#clock.after(this.#retryMs, () => void this.#connect());
    this.#retryMs = Math.min(2 * this.#retryMs, this.#toldGone ? 500 : LONGEST_RETRY_MS);
  }
}
