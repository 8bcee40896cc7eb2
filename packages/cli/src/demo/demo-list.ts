/**
 * The demo's contacts, as a CSV file: people who do not exist, at numbers that belong to nobody.
 *
 * The numbers are of the ranges that the French regulator keeps for films and fiction (ARCEP, numbering plan, decision
 * 2018-0881, "numéros pour œuvres audiovisuelles"): 01 99 00, 02 61 91, 03 53 01, 04 65 71 and 05 36 49, ten thousand
 * each. The mobile range 06 39 98 is left out: number libraries hold it for invalid.
 */
import { createReadStream } from 'node:fs';
import { rename, stat, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { type Random, seededRandom } from '@outdial/shared';
import { CITIES, FIRST_NAMES, LAST_NAMES } from './names.ts';

const FICTION_RANGES = ['019900', '026191', '035301', '046571', '053649'] as const;
const NUMBERS_A_RANGE = 10_000;

/** The parts of the list; each campaign calls its own, so that nobody is called by two at once. */
export const DEMO_PARTS = { renewals: 2_500, survey: 3_300, offers: 3_600, customers: 300, visits: 300 } as const;
export type DemoPart = keyof typeof DEMO_PARTS;
const PARTS = Object.entries(DEMO_PARTS) as [DemoPart, number][];
export const DEMO_CONTACTS = PARTS.reduce((sum, [, contacts]) => sum + contacts, 0);

const HEADINGS = ['name', 'phone', 'city', 'account', 'customer since', 'segment'] as const;

function shuffled(random: Random, n: number): Uint16Array {
  const order = Uint16Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const kept = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = kept;
  }
  return order;
}

const pick = <T>(random: Random, from: readonly T[]): T => from[random.below(from.length)] as T;

/** `0199001234` as `01 99 00 12 34`: as people write it. */
const written = (national: string): string => national.replace(/(\d\d)(?=\d)/g, '$1 ');

/** The lines of the file, headings first; the same seed gives the same file, and no number comes twice. */
export function* demoListLines(seed = 1): Generator<string> {
  const random = seededRandom(seed).stream('demo-list');
  const suffixes = FICTION_RANGES.map((range) => shuffled(random.stream(range), NUMBERS_A_RANGE));
  yield HEADINGS.join(',');
  let row = 0;
  for (const [part, contacts] of PARTS) {
    for (let i = 0; i < contacts; i++, row++) {
      const range = row % FICTION_RANGES.length;
      const suffix = suffixes[range]?.[Math.floor(row / FICTION_RANGES.length)] ?? 0;
      const phone = written(`${FICTION_RANGES[range]}${String(suffix).padStart(4, '0')}`);
      const name = `${pick(random, FIRST_NAMES)} ${pick(random, LAST_NAMES)}`;
      const account = `FR-${String(100_000 + random.below(900_000))}`;
      yield [name, phone, pick(random, CITIES), account, String(2008 + random.below(18)), part].join(',');
    }
  }
}

/** Writes the file where it is not there yet; never a half one. */
export async function writeDemoList(file: string, seed = 1): Promise<void> {
  const there = await stat(file).catch(() => null);
  if (there !== null) return;
  await writeFile(`${file}.part`, [...demoListLines(seed), ''].join('\n'));
  await rename(`${file}.part`, file);
}

/** The headings and the rows of one part of the file, as they are read. */
async function* partOf(file: string, part: DemoPart): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let first = true;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (first || line.endsWith(`,${part}`)) yield encoder.encode(`${line}\n`);
    first = false;
  }
}

/** One part of the file as a stream, for the import over HTTP. */
export function streamDemoPart(file: string, part: DemoPart): ReadableStream<Uint8Array> {
  return Readable.toWeb(Readable.from(partOf(file, part), { objectMode: false })) as ReadableStream<Uint8Array>;
}
