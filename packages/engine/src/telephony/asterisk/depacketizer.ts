/** RTP packets of one stream (µ-law, 8 kHz) made into frames of 20 ms: in order, without gaps, each with its time. */
import { MU_LAW } from '@outdial/shared';

const HEADER_BYTES = 12;
const PCMU = 0;
const FRAME_SAMPLES = 160;
const SAMPLES_PER_MS = 8;
/** Packets lost on the way count as silence up to so long; after more the stream goes on where it is. */
const LONGEST_GAP_SAMPLES = 4_000;
/** Time runs by the samples; where it is off by so much, it starts anew. */
const LARGEST_DRIFT_MS = 200;

export type FrameSink = (frame: Int16Array, atMs: number) => void;

export class Depacketizer {
  readonly #sink: FrameSink;
  readonly #frame = new Int16Array(FRAME_SAMPLES);
  #filled = 0;
  #expected: number | null = null;
  /** When the sample after the last one of the last whole frame was heard. */
  #endMs = 0;

  constructor(sink: FrameSink) {
    this.#sink = sink;
  }

  /** The frame given to the sink is used again for the next one. */
  packet(packet: Uint8Array, atMs: number): void {
    const payload = payloadOf(packet);
    if (payload === null) return;
    const timestamp = readTimestamp(packet);
    const gap = this.#expected === null ? 0 : (timestamp - this.#expected) | 0;
    if (this.#expected === null) this.#endMs = atMs - payload.length / SAMPLES_PER_MS;
    // A late packet is over: its place was filled already. A jump far back is a new beginning.
    if (gap < 0 && gap > -LONGEST_GAP_SAMPLES) return;
    if (gap > 0 && gap <= LONGEST_GAP_SAMPLES) this.#fill(gap);
    this.#expected = (timestamp + payload.length) >>> 0;
    const runsMs = this.#endMs + (this.#filled + payload.length) / SAMPLES_PER_MS;
    if (Math.abs(atMs - runsMs) > LARGEST_DRIFT_MS) this.#endMs += atMs - runsMs;
    for (const byte of payload) this.#sample(MU_LAW[byte] ?? 0);
  }

  #fill(samples: number): void {
    for (let i = 0; i < samples; i++) this.#sample(0);
  }

  #sample(sample: number): void {
    this.#frame[this.#filled++] = sample;
    if (this.#filled < FRAME_SAMPLES) return;
    this.#filled = 0;
    this.#endMs += FRAME_SAMPLES / SAMPLES_PER_MS;
    this.#sink(this.#frame, Math.round(this.#endMs));
  }
}

/** The audio in a packet of RTP version 2, without its header, extension and padding; null where there is none. */
function payloadOf(packet: Uint8Array): Uint8Array | null {
  const first = packet[0] ?? 0;
  if (packet.length <= HEADER_BYTES || first >> 6 !== 2 || ((packet[1] ?? 0) & 0x7f) !== PCMU) return null;
  let start = HEADER_BYTES + 4 * (first & 0x0f);
  if ((first & 0x10) !== 0) start += 4 + 4 * (((packet[start + 2] ?? 0) << 8) | (packet[start + 3] ?? 0));
  const padding = (first & 0x20) === 0 ? 0 : (packet[packet.length - 1] ?? 0);
  const end = packet.length - padding;
  return start < end ? packet.subarray(start, end) : null;
}

function readTimestamp(packet: Uint8Array): number {
  return new DataView(packet.buffer, packet.byteOffset).getUint32(4);
}
