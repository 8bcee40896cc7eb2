import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { takePortBlock } from './port-block.ts';

describe('ports of labs', () => {
  it('labs side by side have no port in common, and one that is over leaves its ports', async () => {
    const [one, other] = await Promise.all([takePortBlock(), takePortBlock()]);
    const { first } = one.ports;
    expect(other.ports.first).not.toBe(first);
    expect((await takeAndRelease(first)).first).not.toBe(first);
    one.release();
    expect(await takeAndRelease(first)).toEqual(one.ports);
    other.release();
  });

  it('where another program listens, no lab opens', async () => {
    const { ports, release } = await takePortBlock();
    release();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(ports.http, '127.0.0.1', resolve));
    expect((await takeAndRelease(ports.first)).first).not.toBe(ports.first);
    server.close();
  });

  async function takeAndRelease(preferred: number) {
    const { ports, release } = await takePortBlock(preferred);
    release();
    return ports;
  }
});
