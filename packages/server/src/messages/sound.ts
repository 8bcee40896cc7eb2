/** What is uploaded as a message becomes what a telephone line carries, or is refused with the reason. */
import { ProblemError, readWav, WavError } from '@outdial/shared';

const RATE_HZ = 8_000;
const LEAST_MS = 500;
const MOST_MS = 180_000;
/** Quieter than this, as a peak of full scale, nobody hears it. */
const LEAST_PEAK = 200;

export interface Sound {
  samples: Int16Array;
  lengthMs: number;
}

/** Reads the whole upload; its size was limited before. Throws `invalid-sound`. */
export async function soundOf(source: AsyncIterable<Uint8Array>): Promise<Sound> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  const samples = decoded(Buffer.concat(chunks));
  const lengthMs = Math.round((1_000 * samples.length) / RATE_HZ);
  if (lengthMs < LEAST_MS) throw refused(`The sound is ${lengthMs} ms long; ${LEAST_MS} ms are the least.`);
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  if (peak < LEAST_PEAK) throw refused('The file holds silence: nobody would hear anything.');
  return { samples, lengthMs };
}

function decoded(file: Uint8Array): Int16Array {
  try {
    return readWav(file, MOST_MS).samples;
  } catch (cause) {
    if (!(cause instanceof WavError)) throw cause;
    throw new ProblemError(
      'invalid-sound',
      `${cause.message[0]?.toUpperCase()}${cause.message.slice(1)}.`,
      {},
      { cause },
    );
  }
}

const refused = (detail: string): ProblemError => new ProblemError('invalid-sound', detail);
