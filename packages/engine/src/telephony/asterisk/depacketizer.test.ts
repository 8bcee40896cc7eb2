import { muLawByte } from '@outdial/shared';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Depacketizer } from './depacketizer.ts';

const LOUD = 8_031;

function packet(sequence: number, timestamp: number, samples = 160, more: { extension?: boolean; type?: number } = {}) {
  const extension = more.extension === true ? Buffer.from([0xbe, 0xde, 0, 1, 1, 2, 3, 4]) : Buffer.alloc(0);
  const header = Buffer.alloc(12);
  header[0] = more.extension === true ? 0x90 : 0x80;
  header[1] = more.type ?? 0;
  header.writeUInt16BE(sequence & 0xffff, 2);
  header.writeUInt32BE(timestamp >>> 0, 4);
  return Buffer.concat([header, extension, Buffer.alloc(samples, muLawByte(LOUD))]);
}

function listening() {
  const heard: { frame: Int16Array; atMs: number }[] = [];
  return { heard, stream: new Depacketizer((frame, atMs) => heard.push({ frame: frame.slice(), atMs })) };
}

it('a packet of 20 ms is a frame, which ended when the packet came', () => {
  const { heard, stream } = listening();
  stream.packet(packet(1, 1_000), 5_000);
  stream.packet(packet(2, 1_160), 5_021);
  expect(heard.map(({ atMs }) => atMs)).toEqual([5_000, 5_020]);
  expect(heard[0]?.frame.every((sample) => Math.abs(sample - LOUD) < 300)).toBe(true);
});

it('packets of other lengths are cut into frames of 160 samples', () => {
  const { heard, stream } = listening();
  for (let i = 0; i < 4; i++) stream.packet(packet(i, i * 240, 240), 30 * (i + 1));
  expect(heard).toHaveLength(6);
  expect(heard.every(({ frame }) => frame.length === 160)).toBe(true);
});

it('lost packets are silence, so that time goes on', () => {
  const { heard, stream } = listening();
  stream.packet(packet(1, 0), 0);
  stream.packet(packet(4, 480), 60);
  expect(heard.map(({ frame }) => frame[0] !== 0)).toEqual([true, false, false, true]);
  expect(heard.at(-1)?.atMs).toBe(60);
});

it('a packet that comes too late, or twice, is left out', () => {
  const { heard, stream } = listening();
  for (const i of [0, 2, 1, 2, 3]) stream.packet(packet(i, i * 160), i * 20);
  expect(heard).toHaveLength(4);
});

it('a stream that starts anew elsewhere in time is followed', () => {
  const { heard, stream } = listening();
  stream.packet(packet(1, 4_000_000_000), 0);
  stream.packet(packet(9, 160), 5_000);
  stream.packet(packet(10, 320), 5_020);
  expect(heard.map(({ atMs }) => atMs)).toEqual([0, 5_000, 5_020]);
});

it('header extensions are passed over; other payloads and fragments of packets are left out', () => {
  const { heard, stream } = listening();
  stream.packet(packet(1, 0, 160, { extension: true }), 0);
  stream.packet(packet(2, 160, 4, { type: 101 }), 20);
  stream.packet(packet(3, 160).subarray(0, 9), 20);
  expect(heard).toHaveLength(1);
  expect(heard[0]?.frame[0]).not.toBe(0);
});

it('no packet, whatever it holds, breaks it', () => {
  const { heard, stream } = listening();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      stream.packet(bytes, 0);
    }),
    { numRuns: 300, seed: 1 },
  );
  expect(heard.every(({ frame }) => frame.length === 160)).toBe(true);
});
