/** The media thread: reads all RTP of one Asterisk on one UDP port and hands on frames, as many at a time as there are. */
import { createSocket } from 'node:dgram';
import { parentPort, workerData } from 'node:worker_threads';
import { realClock as clock } from '@outdial/shared';
import { Depacketizer } from './depacketizer.ts';
import type { MediaReport, MediaRequest, MediaStart } from './media-protocol.ts';

const FRAME_SAMPLES = 160;
/** Frames wait so long for others that come at the same time. */
const GATHER_MS = 2;
const MOST_FRAMES = 512;

interface Stream {
  readonly fromPort: number;
  readonly depacketizer: Depacketizer;
}

const { host, port } = workerData as MediaStart;
const byPort = new Map<number, Stream>();
const byId = new Map<number, Stream>();
const samples = new Int16Array(MOST_FRAMES * FRAME_SAMPLES);
let streams: number[] = [];
let endsMs: number[] = [];
let waiting = false;

const report = (message: MediaReport, transfer: ArrayBuffer[] = []): void => parentPort?.postMessage(message, transfer);

function flush(): void {
  waiting = false;
  if (streams.length === 0) return;
  const told = samples.slice(0, streams.length * FRAME_SAMPLES);
  report({ type: 'frames', streams, endsMs, samples: told }, [told.buffer]);
  streams = [];
  endsMs = [];
}

function keep(streamId: number, frame: Int16Array, endMs: number): void {
  if (streams.length === MOST_FRAMES) flush();
  samples.set(frame, streams.length * FRAME_SAMPLES);
  streams.push(streamId);
  endsMs.push(endMs);
  if (waiting) return;
  waiting = true;
  clock.after(GATHER_MS, flush);
}

const socket = createSocket({ type: 'udp4', recvBufferSize: 4 << 20 });
socket.on('error', (error) => report({ type: 'failed', reason: `UDP ${host}:${port}: ${error.message}` }));
socket.on('message', (packet, from) => byPort.get(from.port)?.depacketizer.packet(packet, clock.nowMs()));
socket.bind(port, host, () => report({ type: 'listening', port: socket.address().port }));

parentPort?.on('message', (request: MediaRequest) => {
  switch (request.type) {
    case 'open': {
      const { fromPort, streamId } = request;
      const stream: Stream = {
        fromPort,
        depacketizer: new Depacketizer((frame, endMs) => keep(streamId, frame, endMs)),
      };
      byId.set(streamId, stream);
      byPort.set(fromPort, stream);
      return;
    }
    case 'close': {
      const stream = byId.get(request.streamId);
      byId.delete(request.streamId);
      if (stream !== undefined && byPort.get(stream.fromPort) === stream) byPort.delete(stream.fromPort);
      return;
    }
    case 'stop':
      socket.close();
      parentPort?.close();
  }
});
