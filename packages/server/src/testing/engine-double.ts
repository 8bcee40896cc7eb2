/** The engine double at the other end of real sockets. */
import {
  BUS_PROTOCOL,
  type Clock,
  decodeBusMessage,
  type EngineEpoch,
  type EngineMessage,
  encodeBusMessage,
  newId,
  type ServerMessage,
} from '@outdial/shared';
import { Dealer } from 'zeromq';
import { BusDouble } from './bus-double.ts';

export interface EngineDouble {
  brain: BusDouble;
  /** As by kill -9: nothing more is said. */
  vanish(): void;
}

const HEARTBEAT_MS = 300;

export async function startEngineDouble(control: string, clock: Clock): Promise<EngineDouble> {
  const socket = new Dealer({ linger: 0 });
  socket.connect(control);
  const epoch = newId<EngineEpoch>();
  const brain = new BusDouble(clock);
  let last: Promise<void> = Promise.resolve();
  const say = (message: EngineMessage): void => {
    last = last.then(() => (socket.closed ? undefined : socket.send(encodeBusMessage(message)))).catch(() => undefined);
  };
  brain.onAgents((agents) => say({ type: 'agents', epoch, agents }));
  say({ type: 'hello', protocol: BUS_PROTOCOL, epoch, telephony: 'double', pid: 1 });
  const beat = setInterval(() => say({ type: 'heartbeat', epoch, atMs: clock.nowMs() }), HEARTBEAT_MS);
  void (async () => {
    for await (const [frame] of socket) {
      if (frame === undefined) continue;
      const decoded = decodeBusMessage<ServerMessage>(frame);
      if (!decoded.ok) continue;
      if (decoded.message.type === 'welcome') {
        for (const agent of decoded.message.restore) await brain.command(agent);
      }
      if (decoded.message.type !== 'command') continue;
      const { id, command, expectedVersion } = decoded.message;
      const result = await brain.command(command, expectedVersion === undefined ? {} : { expectedVersion });
      say({ type: 'command.result', id, result });
    }
  })();
  return {
    brain,
    vanish() {
      clearInterval(beat);
      socket.close();
    },
  };
}
