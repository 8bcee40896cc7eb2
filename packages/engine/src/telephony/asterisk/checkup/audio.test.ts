import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { VirtualClock } from '@outdial/shared';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AriRest } from '../ari-rest.ts';
import { audioFinding } from './audio.ts';
import type { Finding } from './finding.ts';

/** An Asterisk that does all that it is asked, and whose audio gets lost on the way. */
const deaf = createServer((_, response) => response.end('{}'));
let url = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(deaf.address() as AddressInfo).port}`;
});
afterAll(() => deaf.close());

it('audio that does not come back is told, with the two things to check', async () => {
  const options = { url, user: 'outdial', password: 'secret', trunks: [{ name: 'carrier' }], mediaPort: 0 };
  const rest = new AriRest(options);
  const clock = new VirtualClock(0);
  let finding: Finding | null = null;
  void audioFinding(options, rest, 'app', clock).then((found) => {
    finding = found;
  });
  while (finding === null) {
    clock.advance(50);
    await new Promise((resolve) => setImmediate(resolve));
  }
  rest.close();
  expect(finding).toMatchObject({
    ...{ check: 'audio', ok: false, detail: expect.stringMatching(/no RTP of Asterisk came back to 127\.0\.0\.1/) },
    remedy: expect.stringMatching(/mediaHost.*firewall/),
  });
});
