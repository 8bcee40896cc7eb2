/** WAV files, read and written: what a telephone line carries is 8 kHz, mono, 16-bit linear samples. */
import { A_LAW, expand, MU_LAW } from './g711.ts';
import { toTelephoneRate } from './resample.ts';

/** Thrown where a file is no WAV that can be read; the message says what is wrong and what is taken. */
export class WavError extends Error {
  readonly code = 'wav-unreadable';
  override name = 'WavError';
}

/** Samples at 8 kHz, and the channels and rate that the file had. */
export interface WavAudio {
  readonly samples: Int16Array;
  readonly sourceRateHz: number;
  readonly sourceChannels: number;
}

const FORMATS = new Map([
  [1, 'pcm'],
  [6, 'a-law'],
  [7, 'mu-law'],
] as const);

interface Format {
  readonly code: number;
  readonly channels: number;
  readonly rateHz: number;
  readonly bits: number;
}

function readFormat(view: DataView, at: number, size: number): Format {
  if (size < 16) throw new WavError(`the fmt chunk has ${size} bytes; 16 are the least`);
  const code = view.getUint16(at, true);
  return {
    // WAVE_FORMAT_EXTENSIBLE keeps the true code in the first two bytes of its sub-format.
    code: code === 0xfffe && size >= 26 ? view.getUint16(at + 24, true) : code,
    channels: view.getUint16(at + 2, true),
    rateHz: view.getUint32(at + 4, true),
    bits: view.getUint16(at + 14, true),
  };
}

/** Interleaved samples of all channels. A data chunk that is cut short is read as far as it goes. */
function decode(bytes: Uint8Array, format: Format): Int16Array {
  const kind = FORMATS.get(format.code as 1 | 6 | 7);
  if (kind === undefined)
    throw new WavError(`WAV format code ${format.code} is not read; PCM (1), A-law (6) and µ-law (7) are`);
  if (kind !== 'pcm') {
    if (format.bits !== 8) throw new WavError(`${kind} with ${format.bits} bits a sample is not read; 8 bits are`);
    return expand(bytes, kind === 'mu-law' ? MU_LAW : A_LAW);
  }
  if (format.bits === 8) return Int16Array.from(bytes, (byte) => (byte - 128) << 8);
  if (format.bits !== 16) throw new WavError(`PCM with ${format.bits} bits a sample is not read; 8 and 16 bits are`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Int16Array.from({ length: bytes.length >> 1 }, (_, i) => view.getInt16(2 * i, true));
}

function mixDown(interleaved: Int16Array, channels: number): Int16Array {
  if (channels === 1) return interleaved;
  return Int16Array.from({ length: Math.floor(interleaved.length / channels) }, (_, i) => {
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += interleaved[i * channels + c] ?? 0;
    return Math.round(sum / channels);
  });
}

const LEAST_HZ = 8_000;
const MOST_HZ = 96_000;

/** Half-band low-pass (Hamming window, 31 taps) for 16 kHz to 8 kHz. */
const HALF_BAND = Float64Array.from({ length: 31 }, (_, i) => {
  const n = i - 15;
  const sinc = n === 0 ? 0.5 : Math.sin((Math.PI * n) / 2) / (Math.PI * n);
  return sinc * (0.54 + 0.46 * Math.cos((Math.PI * n) / 15));
});

function halve(samples: Int16Array): Int16Array {
  return Int16Array.from({ length: samples.length >> 1 }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < 31; k++) sum += (HALF_BAND[k] ?? 0) * (samples[2 * i + k - 15] ?? 0);
    return Math.max(-32_768, Math.min(32_767, Math.round(sum)));
  });
}

/** Reads PCM (8, 16 bit), µ-law and A-law at 8 to 96 kHz, mono or with channels to be mixed; what is longer is refused before any of it is worked on. Throws {@link WavError}. */
export function readWav(file: Uint8Array, mostMs = Number.POSITIVE_INFINITY): WavAudio {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const tag = (at: number): string => String.fromCharCode(...file.subarray(at, at + 4));
  if (file.length === 0) throw new WavError('the file is empty');
  if (file.length < 12 || tag(0) !== 'RIFF' || tag(8) !== 'WAVE')
    throw new WavError('this is no WAV file (it does not begin with RIFF … WAVE)');
  let format: Format | null = null;
  for (let at = 12; at + 8 <= file.length; ) {
    const size = view.getUint32(at + 4, true);
    const body = at + 8;
    if (tag(at) === 'fmt ') {
      if (body + Math.min(size, 16) > file.length) throw new WavError('the file ends inside its fmt chunk');
      format = readFormat(view, body, Math.min(size, file.length - body));
    }
    if (tag(at) === 'data') {
      if (format === null) throw new WavError('the data chunk comes before the fmt chunk');
      const { channels, rateHz } = format;
      if (channels < 1 || channels > 8) throw new WavError(`${channels} channels are not read; 1 to 8 are`);
      if (rateHz < LEAST_HZ || rateHz > MOST_HZ)
        throw new WavError(`${rateHz} Hz is not read; ${LEAST_HZ} to ${MOST_HZ} Hz are`);
      if (body >= file.length || size === 0) throw new WavError('the file holds no sound: its data chunk is empty');
      const sound = file.subarray(body, Math.min(file.length, body + size));
      const lengthS = (8 * sound.length) / (format.bits * channels * rateHz);
      if (1_000 * lengthS > mostMs) {
        throw new WavError(`the sound is ${Math.round(lengthS)} s long; ${mostMs / 1_000} s are the most`);
      }
      const mono = mixDown(decode(sound, format), channels);
      return {
        samples: rateHz === 16_000 ? halve(mono) : toTelephoneRate(mono, rateHz),
        sourceRateHz: rateHz,
        sourceChannels: channels,
      };
    }
    at = body + size + (size & 1);
  }
  throw new WavError(format === null ? 'the file has no fmt chunk' : 'the file has no data chunk');
}

const HEADER_BYTES = 44;

/** A WAV file of these samples: PCM, 16 bit, mono, 8 kHz. */
export function wavOf(samples: Int16Array): Uint8Array<ArrayBuffer> {
  const file = new Uint8Array(HEADER_BYTES + 2 * samples.length);
  const view = new DataView(file.buffer);
  const tag = (at: number, text: string): void => {
    for (let i = 0; i < text.length; i++) view.setUint8(at + i, text.charCodeAt(i));
  };
  tag(0, 'RIFF');
  view.setUint32(4, file.length - 8, true);
  tag(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, 8_000, true);
  view.setUint32(28, 16_000, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  tag(36, 'data');
  view.setUint32(40, 2 * samples.length, true);
  for (const [i, sample] of samples.entries()) view.setInt16(HEADER_BYTES + 2 * i, sample, true);
  return file;
}
