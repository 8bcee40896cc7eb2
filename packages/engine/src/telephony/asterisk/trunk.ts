/**
 * One trunk: its lines, its calls a second, and how it gives way to congestion. At a refusal for want of room (503, 34,
 * 42) the rate is halved, at most once a second; each second without one gives a tenth back.
 */
import type { TrunkPicture } from '../port.ts';
import type { TrunkOptions } from './options.ts';

const DEFAULT_MAX_LINES = 1_000;
const SECOND_MS = 1_000;
const RECOVERY = 1.1;
const SLOWEST_PER_SECOND = 0.5;
/** A trunk without a limit of its own that has hardly been used is slowed from here. */
const FASTEST_UNTRIED_PER_SECOND = 10;
/** A trunk without a limit of its own that has come back to this has none again. */
const UNLIMITED_FROM_PER_SECOND = 200;

/** The PJSIP endpoint in what is dialed. */
export function pjsipEndpointIn(dialed: string): string | null {
  return /^PJSIP\/(?:[^@/]*@)?([\w.-]+)/.exec(dialed)?.[1] ?? null;
}

export class Trunk {
  readonly options: TrunkOptions;
  readonly maxLines: number;
  readonly #limit: number;
  #inUse = 0;
  #allowed: number;
  #halvedMs = Number.NEGATIVE_INFINITY;
  /** Until when the rate has been given back; a refusal for want of room starts that second anew. */
  #recoveredMs = 0;
  #taken: number[] = [];
  #down: string | null = null;
  #trouble = '';

  constructor(options: TrunkOptions) {
    this.options = options;
    this.maxLines = Math.max(0, Math.floor(options.maxLines ?? DEFAULT_MAX_LINES));
    this.#limit = options.callsPerSecond ?? Number.POSITIVE_INFINITY;
    this.#allowed = this.#limit;
  }

  get name(): string {
    return this.options.name;
  }

  get linesInUse(): number {
    return this.#inUse;
  }

  /** The PJSIP endpoint that it dials by; null where it is another technology's. */
  get pjsipEndpoint(): string | null {
    return pjsipEndpointIn(this.endpoint('0'));
  }

  endpoint(number: string): string {
    const template = this.options.endpoint ?? `PJSIP/{number}@${this.name}`;
    return template.replaceAll('{number}', number).replaceAll('{digits}', number.replace(/\D/g, ''));
  }

  /** Calls that it would carry now. */
  free(nowMs: number): number {
    if (this.#down !== null) return 0;
    this.#recover(nowMs);
    return Math.max(0, Math.min(this.maxLines - this.#inUse, this.#startable(nowMs)));
  }

  /** Takes a line; false where there is none now. */
  take(nowMs: number): boolean {
    if (this.free(nowMs) < 1) return false;
    this.#inUse += 1;
    this.#taken.push(nowMs);
    return true;
  }

  /** A call that was there already has its line. */
  carry(): void {
    this.#inUse += 1;
  }

  release(): void {
    this.#inUse -= 1;
  }

  /** The trunk refused a call for want of room. */
  congested(nowMs: number, cause: string): void {
    this.#trouble = `${cause}: `;
    this.#recoveredMs = nowMs;
    if (nowMs - this.#halvedMs < SECOND_MS) return;
    const from = this.#allowed === Number.POSITIVE_INFINITY ? this.#lately(nowMs) : this.#allowed;
    this.#allowed = Math.max(SLOWEST_PER_SECOND, from / 2);
    this.#halvedMs = nowMs;
  }

  /** Null: it is up. Else what is wrong and what to check. */
  setDown(reason: string | null): void {
    this.#down = reason;
  }

  picture(nowMs: number): TrunkPicture {
    this.#recover(nowMs);
    const slowed = this.#allowed < this.#limit;
    return {
      name: this.name,
      up: this.#down === null,
      slowed,
      linesInUse: this.#inUse,
      maxLines: this.maxLines,
      callsPerSecond: this.#allowed,
      detail: this.#down ?? (slowed ? `${this.#trouble}slowed to ${this.#allowed.toFixed(1)} calls/s` : 'up'),
    };
  }

  #startable(nowMs: number): number {
    if (this.#allowed === Number.POSITIVE_INFINITY) {
      if (this.#taken.length > 0 && nowMs - (this.#taken[0] ?? 0) > SECOND_MS) this.#taken = this.#newerThan(nowMs, 1);
      return Number.POSITIVE_INFINITY;
    }
    // So many calls take at least this long: a second, or longer under one call a second.
    const most = Math.max(1, Math.floor(this.#allowed));
    const spanMs = Math.max(1, most / this.#allowed);
    this.#taken = this.#newerThan(nowMs, spanMs);
    return most - this.#taken.length;
  }

  /** The rate of a trunk without a limit: what it was given in the last second. */
  #lately(nowMs: number): number {
    return Math.max(FASTEST_UNTRIED_PER_SECOND, this.#newerThan(nowMs, 1).length);
  }

  #newerThan(nowMs: number, seconds: number): number[] {
    return this.#taken.filter((atMs) => nowMs - atMs < seconds * SECOND_MS);
  }

  #recover(nowMs: number): void {
    if (this.#allowed >= this.#limit) return;
    const seconds = Math.floor((nowMs - this.#recoveredMs) / SECOND_MS);
    if (seconds < 1) return;
    this.#recoveredMs += seconds * SECOND_MS;
    this.#allowed = Math.min(this.#limit, this.#allowed * RECOVERY ** seconds);
    const free = this.#limit === Number.POSITIVE_INFINITY && this.#allowed >= UNLIMITED_FROM_PER_SECOND;
    if (free) this.#allowed = this.#limit;
    if (this.#allowed >= this.#limit) this.#trouble = '';
  }
}
