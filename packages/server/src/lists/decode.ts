/** Bytes of a CSV file as text: byte-order marks, UTF-8, UTF-16 and Latin-1 told apart, binary files refused in words. */
import { TextDecoder } from 'node:util';
import { ProblemError } from '@outdial/shared';

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin-1';

/** Files up to this size are judged whole, larger ones by so much of their beginning. */
const JUDGED_BYTES = 1024 * 1024;
/** Text comes in pieces of about this size: other work gets its turn in between. */
const PIECE_BYTES = 64 * 1024;

/** What is no text at all, by its first bytes. */
const SIGNATURES: readonly (readonly [readonly number[], string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], 'this is a ZIP archive or a spreadsheet (.xlsx); save it as CSV'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'this is an old spreadsheet (.xls); save it as CSV'],
  [[0x25, 0x50, 0x44, 0x46], 'this is a PDF; a CSV file is needed'],
  [[0x1f, 0x8b], 'this is a gzip archive; unpack it first'],
];

export interface DecodedText {
  /** Pieces of text; they reject with `invalid-file` where the bytes are no text. */
  pieces: AsyncIterable<string>;
  /** Known once the first piece has come; a file judged UTF-8 may turn out to be Latin-1 beyond its first megabyte. */
  encoding(): Encoding;
}

export function decodeText(source: AsyncIterable<Uint8Array>): DecodedText {
  let decoder: Decoder = new Decoder('utf-8');
  async function* pieces(): AsyncGenerator<string> {
    const bytes = source[Symbol.asyncIterator]();
    const head = await readHead(bytes);
    const judged = judge(head.bytes, head.complete);
    decoder = new Decoder(judged.encoding);
    yield* decodeAll(decoder, head.bytes.subarray(judged.markBytes));
    for (let next = await bytes.next(); next.done !== true; next = await bytes.next()) {
      yield* decodeAll(decoder, next.value);
    }
    yield decoder.end();
  }
  return { pieces: pieces(), encoding: () => decoder.encoding };
}

async function readHead(bytes: AsyncIterator<Uint8Array>): Promise<{ bytes: Uint8Array; complete: boolean }> {
  const parts: Uint8Array[] = [];
  let length = 0;
  while (length < JUDGED_BYTES) {
    const next = await bytes.next();
    if (next.done === true) return { bytes: Buffer.concat(parts), complete: true };
    parts.push(next.value);
    length += next.value.length;
  }
  return { bytes: Buffer.concat(parts), complete: false };
}

function* decodeAll(decoder: Decoder, bytes: Uint8Array): Generator<string> {
  for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
    yield decoder.push(bytes.subarray(from, from + PIECE_BYTES));
  }
}

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, index) => bytes[index] === byte);

function judge(head: Uint8Array, complete: boolean): { encoding: Encoding; markBytes: number } {
  if (startsWith(head, [0xef, 0xbb, 0xbf])) return { encoding: 'utf-8', markBytes: 3 };
  if (startsWith(head, [0xff, 0xfe])) return { encoding: 'utf-16le', markBytes: 2 };
  if (startsWith(head, [0xfe, 0xff])) return { encoding: 'utf-16be', markBytes: 2 };
  for (const [start, words] of SIGNATURES) {
    if (startsWith(head, start)) throw new ProblemError('invalid-file', `Not a CSV file: ${words}.`);
  }
  const zeros = [0, 0];
  for (let i = 0; i < head.length; i++) if (head[i] === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (even + odd > 0) {
    // Latin letters in UTF-16 have a zero in every second byte, text in other encodings has none at all.
    if (odd > 0.4 * (head.length / 2) && even === 0) return { encoding: 'utf-16le', markBytes: 0 };
    if (even > 0.4 * (head.length / 2) && odd === 0) return { encoding: 'utf-16be', markBytes: 0 };
    const at = head.indexOf(0);
    throw new ProblemError('invalid-file', `Not a CSV file: byte ${at + 1} is zero, so this is no text.`);
  }
  const whole = complete ? head : head.subarray(0, head.length - unfinishedUtf8(head));
  return { encoding: isUtf8(whole) ? 'utf-8' : 'latin-1', markBytes: 0 };
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** How many bytes at the end belong to a character that is not complete yet. */
function unfinishedUtf8(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}

/** 0x80 to 0x9f as Windows writes them (code page 1252): the quotes, dashes and the euro of spreadsheets. */
const WINDOWS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('latin1')
    .replace(/[\u0080-\u009f]/g, (char) => WINDOWS[char.charCodeAt(0) - 0x80] ?? char);

class Decoder {
  encoding: Encoding;
  #carry: Uint8Array = new Uint8Array(0);
  readonly #utf16: TextDecoder | null;

  constructor(encoding: Encoding) {
    this.encoding = encoding;
    const wide = encoding === 'utf-16le' || encoding === 'utf-16be';
    this.#utf16 = wide ? new TextDecoder(encoding, { ignoreBOM: true }) : null;
  }

  push(piece: Uint8Array): string {
    if (this.#utf16 !== null) return this.#utf16.decode(piece, { stream: true });
    if (this.encoding === 'latin-1') return latin1(piece);
    const bytes = this.#carry.length === 0 ? piece : Buffer.concat([this.#carry, piece]);
    const unfinished = unfinishedUtf8(bytes);
    this.#carry = bytes.slice(bytes.length - unfinished);
    return this.#utf8(bytes.subarray(0, bytes.length - unfinished));
  }

  end(): string {
    if (this.#utf16 !== null) return this.#utf16.decode();
    const rest = this.#carry;
    this.#carry = new Uint8Array(0);
    return rest.length === 0 ? '' : this.#utf8(rest);
  }

  #utf8(bytes: Uint8Array): string {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      const carried = this.#carry;
      this.encoding = 'latin-1';
      this.#carry = new Uint8Array(0);
      return latin1(bytes) + latin1(carried);
    }
  }
}
