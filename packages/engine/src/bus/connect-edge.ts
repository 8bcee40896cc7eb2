/** The sockets of the engine's end of the bus: a Dealer for what must arrive, a Publisher for pictures that may be lost. */
import {
  type Clock,
  decodeBusMessage,
  type EngineEpoch,
  type EngineMessage,
  encodeBusMessage,
  every,
  type LivePicture,
  type ServerMessage,
} from '@outdial/shared';
import { Dealer, Publisher } from 'zeromq';
import { SendQueue } from './send-queue.ts';
import { ServerLink } from './server-link.ts';

export interface ConnectOptions {
  /** Where the server binds: `ipc://…` or loopback `tcp://…`. */
  readonly control: string;
  readonly live: string;
  readonly clock: Clock;
  readonly epoch: EngineEpoch;
  readonly telephony: string;
  readonly pid: number;
  readonly say: (words: string) => void;
}

export interface ServerConnection {
  readonly link: ServerLink;
  /** Publishes a picture five times a second from now on. */
  publish(picture: () => LivePicture): void;
  /** Sends what is gathered, waits at most a moment for it to leave, and closes both sockets. */
  close(): Promise<void>;
}

const PICTURE_MS = 200;
const MESSAGES_QUEUED = 100_000;
/** What is still on its way at the close has so long to leave. */
const CLOSE_MS = 500;

export function connectToServer(options: ConnectOptions): ServerConnection {
  const { clock, say } = options;
  // Nothing is queued for a server that is not there: it would reach a later one, stale.
  const control = new Dealer({
    immediate: true,
    linger: CLOSE_MS,
    sendHighWaterMark: MESSAGES_QUEUED,
    reconnectInterval: 100,
  });
  const live = new Publisher({ conflate: true, linger: 0, reconnectInterval: 100 });
  control.connect(options.control);
  live.connect(options.live);
  const queue = new SendQueue((frame) => control.send(frame), say);
  const link = new ServerLink({
    ...options,
    send: (message: EngineMessage) => queue.push(encodeBusMessage(message), replaceable(message)),
    forget: () => queue.clear(),
  });
  const pictures = new SendQueue((frame) => live.send(frame), say);
  let ticking: { cancel(): void } | null = null;
  const receiving = receiveAll(control, link, say);

  return {
    link,
    publish(picture) {
      ticking ??= every(clock, PICTURE_MS, () => {
        if (link.connected) pictures.push(encodeBusMessage({ type: 'picture', picture: picture() }), 'picture');
      });
    },
    async close() {
      ticking?.cancel();
      link.close();
      await Promise.race([queue.idle(), new Promise<void>((resolve) => clock.after(CLOSE_MS, resolve))]);
      control.close();
      live.close();
      await receiving;
    },
  };
}

/** Of these a newer one takes an older one's place in the queue; a server that is away hears one hello, not a hundred. */
function replaceable(message: EngineMessage): string | null {
  return message.type === 'hello' || message.type === 'heartbeat' ? message.type : null;
}

async function receiveAll(control: Dealer, link: ServerLink, say: (words: string) => void): Promise<void> {
  try {
    for await (const [frame] of control) {
      if (frame === undefined) continue;
      const decoded = decodeBusMessage<ServerMessage>(frame);
      if (decoded.ok) link.receive(decoded.message);
      else say(`a message of the server was dropped: ${decoded.reason}`);
    }
  } catch (error) {
    if (!control.closed) throw error;
  }
}
