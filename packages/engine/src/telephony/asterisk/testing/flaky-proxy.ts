/** A TCP proxy before Asterisk's HTTP that can be made to fail: what a network does to a WebSocket. */
import { connect, createServer, type Server, type Socket } from 'node:net';

export interface FlakyProxy {
  readonly url: string;
  /** Cuts all connections and every new one, as long as `on`. */
  fail(on: boolean): void;
  close(): void;
}

export function flakyProxy(targetUrl: string): Promise<FlakyProxy> {
  const target = new URL(targetUrl);
  const sockets = new Set<Socket>();
  let failing = false;
  const server: Server = createServer((near) => {
    if (failing) {
      near.destroy();
      return;
    }
    const far = connect(Number(target.port), target.hostname);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.pipe(other);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      resolve({
        url: `http://127.0.0.1:${port}`,
        fail(on) {
          failing = on;
          if (on) cut();
        },
        close() {
          server.close();
          cut();
        },
      });
    });
  });
}
