/** Serves a fake server on loopback, with calls that come and go, so that the terminal client can be looked at. */
import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { realClock, seededRandom } from '@outdial/shared';
import { ANNA, fakeFloor, RENEWALS, SURVEY, ZOE } from './floor.ts';

const server = fakeFloor(realClock);
const random = seededRandom(1).stream('loopback');

/** Every two seconds: ready agents get a call, accepted ones are connected, and long talks end. */
function tick(): void {
  for (const agent of server.agents()) {
    const forMs = realClock.nowMs() - agent.presence.sinceMs;
    const joined = [RENEWALS, SURVEY].filter((id) => agent.joined.has(id));
    const campaign = joined[random.below(Math.max(1, joined.length))];
    if (agent.presence.kind === 'ready' && forMs > 4_000 && campaign !== undefined) agent.deliver(campaign, ZOE);
    else if (agent.presence.kind === 'connecting' && forMs > 2_000) agent.connected();
    else if (agent.presence.kind === 'talking' && forMs > 90_000) agent.callOver();
  }
  realClock.after(1_000, tick);
}
tick();

const port = Number(process.argv[2] ?? 4191);
createServer(async (request, response) => {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  const answered = await server.fetch(`http://127.0.0.1:${port}${request.url ?? '/'}`, {
    method: request.method ?? 'GET',
    headers: new Headers(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)] as [string, string]),
    ),
    signal: gone.signal,
    ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
  });
  response.writeHead(answered.status, Object.fromEntries(answered.headers));
  if (answered.body === null) response.end();
  else
    await pipeline(Readable.fromWeb(answered.body as Parameters<typeof Readable.fromWeb>[0]), response).catch(
      () => undefined,
    );
}).listen(port, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${port}  ${ANNA.username} / ${ANNA.password}\n`);
});
