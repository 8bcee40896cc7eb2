/** All audio of a group of phones on one UDP port of loopback: streams are told apart by where they come from. */
import { createSocket, type Socket } from 'node:dgram';
import { type Clock, every, type Timer } from '@outdial/shared';
import { FRAME_SAMPLES, type Sound } from './sounds.ts';

const FRAME_MS = 20;
const PCMU = 0;
const TELEPHONE_EVENT = 101;
const DIGITS = '0123456789*#ABCD';
/** A pressed key lasts five packets, its end is told three times (RFC 4733). */
const PRESS_PACKETS = 5;

export interface StreamHooks {
  audio(payload: Uint8Array, atMs: number): void;
  digit(digit: string): void;
}

export class RtpStream {
  readonly remotePort: number;
  readonly hooks: StreamHooks;
  readonly #socket: Socket;
  #sound: Sound | null = null;
  #offset = 0;
  #sequence = 0;
  #timestamp = 0;
  /** When the next frame is due. */
  #dueMs: number;
  #lastEvent = -1;
  #presses: string[] = [];
  #pressed = 0;

  constructor(socket: Socket, remotePort: number, hooks: StreamHooks, nowMs: number) {
    this.#socket = socket;
    this.remotePort = remotePort;
    this.hooks = hooks;
    this.#dueMs = nowMs;
  }

  /** From now on this is said; null: nothing is sent at all. */
  say(sound: Sound | null, nowMs: number): void {
    this.#sound = sound;
    this.#offset = 0;
    this.#dueMs = nowMs;
    this.pump(nowMs);
  }

  press(digit: string): void {
    this.#presses.push(digit);
  }

  /** Sends all frames that are due. */
  pump(nowMs: number): void {
    while (this.#sound !== null && this.#dueMs <= nowMs) {
      this.#dueMs += FRAME_MS;
      if (this.#presses.length > 0) this.#sendPress(this.#presses[0] ?? '0');
      else this.#sendAudio(this.#sound);
      this.#timestamp += FRAME_SAMPLES;
    }
  }

  receive(packet: Buffer, atMs: number): void {
    if (packet.length < 16) return;
    const type = (packet[1] ?? 0) & 0x7f;
    if (type === PCMU) {
      this.hooks.audio(packet.subarray(12), atMs);
    } else if (type === TELEPHONE_EVENT && ((packet[13] ?? 0) & 0x80) !== 0) {
      const timestamp = packet.readUInt32BE(4);
      if (timestamp === this.#lastEvent) return;
      this.#lastEvent = timestamp;
      this.hooks.digit(DIGITS[packet[12] ?? 0] ?? '?');
    }
  }

  #sendAudio(sound: Sound): void {
    if (this.#offset >= sound.bytes.length) {
      if (!sound.loop) this.#sound = null;
      this.#offset = 0;
      if (!sound.loop) return;
    }
    const packet = Buffer.alloc(12 + FRAME_SAMPLES, 0xff);
    packet.set(sound.bytes.subarray(this.#offset, this.#offset + FRAME_SAMPLES), 12);
    this.#offset += FRAME_SAMPLES;
    this.#send(packet, PCMU, this.#timestamp);
  }

  #sendPress(digit: string): void {
    const packet = Buffer.alloc(16);
    const ends = this.#pressed >= PRESS_PACKETS;
    packet[12] = Math.max(0, DIGITS.indexOf(digit));
    packet[13] = ends ? 0x8a : 0x0a;
    packet.writeUInt16BE((this.#pressed + 1) * FRAME_SAMPLES, 14);
    const start = this.#timestamp - this.#pressed * FRAME_SAMPLES;
    for (let i = 0; i < (ends ? 3 : 1); i++) this.#send(packet, TELEPHONE_EVENT, start);
    this.#pressed = ends ? 0 : this.#pressed + 1;
    if (ends) this.#presses.shift();
  }

  #send(packet: Buffer, type: number, timestamp: number): void {
    packet[0] = 0x80;
    packet[1] = type;
    packet.writeUInt16BE(this.#sequence++ & 0xffff, 2);
    packet.writeUInt32BE(timestamp >>> 0, 4);
    packet.writeUInt32BE(this.remotePort, 8);
    this.#socket.send(packet, this.remotePort, '127.0.0.1');
  }
}

export class RtpPort {
  readonly port: number;
  readonly #clock: Clock;
  readonly #socket: Socket;
  readonly #streams = new Map<number, RtpStream>();
  readonly #beat: Timer;

  private constructor(clock: Clock, socket: Socket) {
    this.#clock = clock;
    this.#socket = socket;
    this.port = socket.address().port;
    socket.on('message', (packet, { port }) => this.#streams.get(port)?.receive(packet, clock.nowMs()));
    this.#beat = every(clock, FRAME_MS / 2, () => {
      const nowMs = clock.nowMs();
      for (const stream of this.#streams.values()) stream.pump(nowMs);
    });
  }

  static async open(clock: Clock): Promise<RtpPort> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: 4 << 20 });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(0, '127.0.0.1', resolve);
    });
    socket.on('error', () => undefined);
    return new RtpPort(clock, socket);
  }

  open(remotePort: number, hooks: StreamHooks): RtpStream {
    const stream = new RtpStream(this.#socket, remotePort, hooks, this.#clock.nowMs());
    this.#streams.set(remotePort, stream);
    return stream;
  }

  forget(stream: RtpStream): void {
    if (this.#streams.get(stream.remotePort) === stream) this.#streams.delete(stream.remotePort);
  }

  close(): void {
    this.#beat.cancel();
    this.#streams.clear();
    this.#socket.close();
  }
}
