/** GCC-8: whether calling is allowed now, in the contact's time, by every schedule at once, and until or from when. */
import { DAY_MS, dateText, MINUTE_MS } from './days.ts';
import { type Closed, opensAt, openUntil, type Place, type Schedule } from './schedule.ts';
import type { TimeZones } from './time-zones.ts';
import type { ZoneClock } from './zone-clock.ts';

export type HoursReason = Closed | 'unknown-time-zone';

/** `nextAtMs` null: no moment is known at which all of them allow it. */
export type Hours =
  | { open: true; untilMs: number | null }
  | { open: false; nextAtMs: number | null; reasons: readonly { code: HoursReason; sentence: string }[] };

export interface Caller {
  country: string;
  timeZone: string | null;
}

/** Weeks and holidays have shown all they have after so many days without exceptions. */
const HORIZON_MS = 400 * DAY_MS;
const LATEST_MS = 8.64e15;
const QUARTER_MS = 15 * MINUTE_MS;
const quarterAfter = (atMs: number): number => (Math.floor(atMs / QUARTER_MS) + 1) * QUARTER_MS;
const ALWAYS: Hours = { open: true, untilMs: null };

/** `why` holds up to `toMs`, the next opening as long as it lies ahead. */
interface Remembered {
  fromMs: number;
  toMs: number;
  hours: Hours;
}

/** A set of schedules that hold together. Immutable but for what it remembers. */
export class OpeningHours {
  readonly #schedules: readonly Schedule[];
  readonly #clock: ZoneClock;
  readonly #timeZones: TimeZones;
  readonly #remembered = new Map<string, Remembered>();

  constructor(schedules: readonly (Schedule | null)[], clock: ZoneClock, timeZones: TimeZones) {
    this.#schedules = schedules.filter((schedule) => schedule !== null);
    this.#clock = clock;
    this.#timeZones = timeZones;
  }

  /** Remembered for each zone or country: the answer holds until it says that it changes. */
  at(contact: Caller, nowMs: number): Hours {
    if (this.#schedules.length === 0) return ALWAYS;
    const key = contact.timeZone === null ? contact.country : `${contact.country} ${contact.timeZone}`;
    const known = this.#remembered.get(key);
    if (known !== undefined && known.fromMs <= nowMs && nowMs < known.toMs) return known.hours;
    const hours = this.#workOut(contact, nowMs, known);
    // Why it is closed may change with the local date, which begins on a quarter of an hour everywhere.
    const toMs = hours.open ? (hours.untilMs ?? LATEST_MS) : Math.min(hours.nextAtMs ?? LATEST_MS, quarterAfter(nowMs));
    if (this.#remembered.size > 1_000) this.#remembered.clear();
    this.#remembered.set(key, { fromMs: nowMs, toMs, hours });
    return hours;
  }

  /** The first instant from `atMs` on at which all are open; null: none is known. */
  firstOpen(contact: Caller, atMs: number): number | null {
    return this.#schedules.length === 0 ? atMs : this.#firstOpen(this.#places(contact), atMs);
  }

  #places({ country, timeZone }: Caller): readonly Place[] {
    return this.#timeZones.of({ country, timeZone }).map((zone) => ({ zone, country }));
  }

  #workOut(contact: Caller, nowMs: number, known: Remembered | undefined): Hours {
    const places = this.#places(contact);
    if (places.length === 0) {
      const sentence = `the time zone of country ${contact.country} is not known`;
      return { open: false, nextAtMs: null, reasons: [{ code: 'unknown-time-zone', sentence }] };
    }
    const nextAtMs = stillAhead(known, nowMs) ? known.hours.nextAtMs : this.#firstOpen(places, nowMs);
    if (nextAtMs !== nowMs) return { open: false, nextAtMs, reasons: this.#reasons(places, nowMs) };
    let untilMs = Number.POSITIVE_INFINITY;
    for (const place of places) {
      for (const schedule of this.#schedules) {
        untilMs = Math.min(untilMs, openUntil(schedule, place, this.#clock, nowMs));
      }
    }
    return { open: true, untilMs };
  }

  /** Each in turn moves the instant on to where it opens itself, until none moves it any more. */
  #firstOpen(places: readonly Place[], atMs: number): number | null {
    if (places.length === 0) return null;
    const settledMs = Math.max(...this.#schedules.map(({ settledDay }) => (settledDay + 1) * DAY_MS));
    const horizonMs = Math.max(atMs, settledMs) + HORIZON_MS;
    const apart = this.#apart(places, atMs, horizonMs);
    let at = atMs;
    let moved = true;
    while (moved) {
      moved = false;
      for (const schedule of this.#schedules) {
        for (const place of apart) {
          const opens = opensAt(schedule, place, this.#clock, at, horizonMs);
          if (opens === null) return null;
          if (opens > at) moved = true;
          at = opens;
        }
      }
    }
    return at;
  }

  /** One of all the zones whose clocks show the same until then: the United States have 29 zones and some ten clocks. */
  #apart(places: readonly Place[], fromMs: number, toMs: number): readonly Place[] {
    if (places.length < 2) return places;
    const clocks = new Map<string, Place>();
    for (const place of places) {
      let shows = '';
      for (let at = fromMs; at < toMs; ) {
        const period = this.#clock.periodAt(place.zone, at);
        shows += `${period.offsetMs} ${period.untilMs} `;
        at = period.untilMs;
      }
      clocks.set(shows, place);
    }
    return [...clocks.values()];
  }

  /** Every schedule that is closed, with the zones in which it is. */
  #reasons(places: readonly Place[], nowMs: number): { code: Closed; sentence: string }[] {
    const told = new Map<string, { code: Closed; schedule: Schedule; zones: string[] }>();
    for (const schedule of this.#schedules) {
      for (const place of places) {
        if (opensAt(schedule, place, this.#clock, nowMs, nowMs) === nowMs) continue;
        const day = Math.floor((nowMs + this.#clock.periodAt(place.zone, nowMs).offsetMs) / DAY_MS);
        const code = schedule.why(day, place.country);
        const known = told.get(`${schedule.source} ${code}`);
        if (known === undefined) told.set(`${schedule.source} ${code}`, { code, schedule, zones: [place.zone] });
        else known.zones.push(place.zone);
      }
    }
    return [...told.values()].map(({ code, schedule, zones }) => ({ code, sentence: sentence(code, schedule, zones) }));
  }
}

/** What was found to open later, or never, within the last day, need not be looked for again. */
function stillAhead(
  known: Remembered | undefined,
  nowMs: number,
): known is Remembered & { hours: Extract<Hours, { open: false }> } {
  if (known === undefined || known.hours.open || nowMs < known.fromMs || nowMs >= known.fromMs + DAY_MS) return false;
  return known.hours.nextAtMs === null || nowMs < known.hours.nextAtMs;
}

function sentence(code: Closed, schedule: Schedule, zones: readonly string[]): string {
  const shown = zones.length > 3 ? `${zones.slice(0, 3).join(', ')} and ${zones.length - 3} more` : zones.join(', ');
  switch (code) {
    case 'outside-hours':
      return `outside the hours of ${schedule.source} at the contact (${shown})`;
    case 'public-holiday':
      return `a public holiday by ${schedule.source} at the contact (${shown})`;
    case 'before-start':
      return `${schedule.source} begins on ${dateText(schedule.firstDay)}`;
    case 'after-end':
      return `${schedule.source} ended on ${dateText(schedule.lastDay)}`;
  }
}
