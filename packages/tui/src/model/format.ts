/** Figures in words: durations, shares, counts and times of day, as short as a column wants them. */

/** `0:07`, `4:05`, `1:02:09`. */
export function duration(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1_000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const [h, m, s] = [Math.floor(total / 3_600), Math.floor(total / 60) % 60, total % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** `12 s`, `5 min`, `2.5 h`: for sentences. */
export function spoken(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms / 100) / 10)} s`;
  if (ms < 99_500) return `${Math.round(ms / 1_000)} s`;
  if (ms < 99.5 * 60_000) return `${Math.round(ms / 60_000)} min`;
  const hours = ms / 3_600_000;
  return hours >= 1_000 ? 'over 1,000 h' : `${hours < 10 ? hours.toFixed(1) : Math.round(hours)} h`;
}

/** 0.0312 → `3.1 %`. */
export const percent = (ratio: number | null, digits = 1): string =>
  ratio === null || !Number.isFinite(ratio) ? '–' : `${(ratio * 100).toFixed(digits)} %`;

/** 12345 → `12,345`. */
export const count = (value: number): string => Math.round(value).toLocaleString('en-US');

/** 1 → `1 call`, 14 → `14 calls`. */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

/** One for each zone: to make one takes longer than to draw a row. */
const clocks = new Map<string | undefined, Intl.DateTimeFormat>();

/** The time of day in the zone, or in the machine's, `12:04:09`. */
export function timeOfDay(atMs: number, zone?: string): string {
  const known = clocks.get(zone);
  if (known !== undefined) return known.format(atMs);
  const clock = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    ...(zone === undefined ? {} : { timeZone: zone }),
  });
  clocks.set(zone, clock);
  return clock.format(atMs);
}

/** A name or a few, and how many more. */
export function some(names: readonly string[], most = 3): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
