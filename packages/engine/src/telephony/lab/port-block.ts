/** A thousand ports of loopback for one lab alone: labs side by side cannot send to each other, nor take each other's ports. */
import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/** Below the ports that systems give to whoever asks for any. */
const FIRST_PORT = 10_000;
const BLOCK_PORTS = 1_000;
const BLOCKS = 22;
const HOST = '127.0.0.1';

export interface LabPorts {
  /** The block's first: it names the block. */
  readonly first: number;
  /** Of Asterisk: SIP by UDP, HTTP by TCP. */
  readonly sip: number;
  readonly http: number;
  /** SIP of the lab's peers. */
  readonly carrier: number;
  readonly phones: number;
  readonly rtp: readonly [from: number, to: number];
}

export interface PortBlock {
  readonly ports: LabPorts;
  release(): void;
}

/** Thrown when every block is taken. */
export class NoPortsError extends Error {
  readonly code = 'no-ports';

  constructor() {
    const last = FIRST_PORT + BLOCKS * BLOCK_PORTS - 1;
    super(
      `no ports for another lab: of ${FIRST_PORT} to ${last} on ${HOST}, each thousand is in use. End a lab first.`,
    );
  }
}

/** Takes the block that starts at `preferred` where it is free, and any other that is free where it is not. */
export async function takePortBlock(preferred?: number): Promise<PortBlock> {
  // Not always the lowest: a lab that comes back finds the block that it had.
  const start = randomInt(BLOCKS);
  const all = Array.from({ length: BLOCKS }, (_, i) => FIRST_PORT + ((start + i) % BLOCKS) * BLOCK_PORTS);
  const first = all.filter((port) => port === preferred);
  for (const port of [...first, ...all]) {
    const release = await guard(port + BLOCK_PORTS - 1);
    if (release === null) continue;
    const ports = portsFrom(port);
    if (await allFree(ports)) return { ports, release };
    release();
  }
  throw new NoPortsError();
}

const portsFrom = (first: number): LabPorts => ({
  ...{ first, sip: first, http: first + 1, carrier: first + 2, phones: first + 3 },
  rtp: [first + 10, first + BLOCK_PORTS - 2],
});

/** Holds a port until it is told, or this process ends; null: somebody else does. */
function guard(port: number): Promise<(() => void) | null> {
  const socket = createSocket('udp4');
  return new Promise((resolve) => {
    socket.once('error', () => {
      socket.close();
      resolve(null);
    });
    socket.bind({ port, address: HOST, exclusive: true }, () => {
      // What comes here is nobody's, and a lab that is left open keeps no program alive.
      socket.unref();
      socket.on('error', () => undefined);
      let held = true;
      resolve(() => {
        if (held) socket.close();
        held = false;
      });
    });
  });
}

/** Whether no program that is not a lab listens there. */
async function allFree({ carrier, http, phones, sip }: LabPorts): Promise<boolean> {
  for (const port of [sip, carrier, phones]) {
    const release = await guard(port);
    if (release === null) return false;
    release();
  }
  const server = createServer();
  return await new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(http, HOST, () => server.close(() => resolve(true)));
  });
}
