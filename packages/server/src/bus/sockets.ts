/** The two ZeroMQ sockets that the server binds: Router for what must arrive, a conflated Sub for pictures. */
import {
  type Decoded,
  decodeBusMessage,
  type EngineMessage,
  encodeBusMessage,
  type LiveMessage,
  type ServerMessage,
} from '@outdial/shared';
import { Router, Subscriber } from 'zeromq';
import { checkEndpoint } from './endpoints.ts';
import type { BusLog } from './port.ts';

/** A larger frame closes its connection: a hostile one cannot fill the memory. */
const MAX_FRAME_BYTES = 16 * 1024 * 1024;
/** A peer that takes nothing for so long loses the message; it asks again, and the answer is the same. */
const SEND_TIMEOUT_MS = 1_000;
const QUEUED_FRAMES = 50_000;

export interface Sockets {
  send(peer: Peer, message: ServerMessage): void;
  close(): Promise<void>;
}

/** A connection, by the routing id that the Router gave it. */
export type Peer = string;

export interface SocketEvents {
  message(peer: Peer, message: EngineMessage): void;
  live(message: LiveMessage): void;
  /** A connection of the control socket broke; whose, the next send tells. */
  disconnected(): void;
  /** There is no connection to this peer any more. */
  unreachable(peer: Peer): void;
}

/** Throws `EndpointRefusedError`; rejects where an endpoint cannot be bound. */
export async function openSockets(
  endpoints: { control: string; live: string },
  events: SocketEvents,
  log: BusLog,
): Promise<Sockets> {
  checkEndpoint(endpoints.control);
  checkEndpoint(endpoints.live);
  const control = new Router({
    mandatory: true,
    linger: 0,
    sendTimeout: SEND_TIMEOUT_MS,
    sendHighWaterMark: QUEUED_FRAMES,
    receiveHighWaterMark: QUEUED_FRAMES,
    maxMessageSize: MAX_FRAME_BYTES,
  });
  const live = new Subscriber({ conflate: true, linger: 0, maxMessageSize: MAX_FRAME_BYTES });
  try {
    control.events.on('disconnect', () => events.disconnected());
    await control.bind(endpoints.control);
    await live.bind(endpoints.live);
    live.subscribe();
  } catch (error) {
    control.close();
    live.close();
    throw error;
  }
  const reading = [readControl(control, events, log), readLive(live, events, log)];
  let sending: Promise<void> = Promise.resolve();
  let closed = false;
  return {
    // One after the other: overlapping sends on one socket are refused.
    send(peer, message) {
      const frame = encodeBusMessage(message);
      sending = sending.then(async () => {
        if (closed) return;
        try {
          await control.send([Buffer.from(peer, 'hex'), frame]);
        } catch (error) {
          if (isUnreachable(error)) events.unreachable(peer);
          if (message.type !== 'heartbeat')
            log.warn({ type: message.type, error: String(error) }, 'A message to the engine could not be sent.');
        }
      });
    },
    async close() {
      if (closed) return;
      closed = true;
      await sending;
      control.close();
      live.close();
      await Promise.all(reading);
    },
  };
}

const isUnreachable = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EHOSTUNREACH';

async function readControl(control: Router, events: SocketEvents, log: BusLog): Promise<void> {
  for await (const frames of control) {
    const [identity, frame] = frames;
    if (identity === undefined || frame === undefined || frames.length !== 2) {
      log.warn({ frames: frames.length }, 'Dropped a message that does not have two frames.');
      continue;
    }
    const decoded = decodeBusMessage<EngineMessage>(frame);
    handle(decoded, (message) => events.message(identity.toString('hex'), message), log);
  }
}

async function readLive(live: Subscriber, events: SocketEvents, log: BusLog): Promise<void> {
  for await (const [frame] of live) {
    if (frame !== undefined) handle(decodeBusMessage<LiveMessage>(frame), (message) => events.live(message), log);
  }
}

/** Frames are hostile: what cannot be read, and what a handler chokes on, is told and dropped. */
function handle<Message>(decoded: Decoded<Message>, act: (message: Message) => void, log: BusLog): void {
  if (!decoded.ok) {
    log.warn({ reason: decoded.reason }, 'Dropped a frame that cannot be read.');
    return;
  }
  try {
    act(decoded.message);
  } catch (error) {
    log.warn({ error: String(error) }, 'Dropped a message that makes no sense.');
  }
}
