/** Does Asterisk's audio reach this machine? A tone is played into a media channel, and waited for on our UDP port. */
import { createSocket, type Socket } from 'node:dgram';
import type { Clock } from '@outdial/shared';
import { AriError, type AriRest, path } from '../ari-rest.ts';
import type { AsteriskOptions } from '../options.ts';
import { bad, type Finding, good, wordsOf } from './finding.ts';

const HEARD_WITHIN_MS = 2_000;
const LOOK_EVERY_MS = 50;
const LOOPBACK = '127.0.0.1';

export async function audioFinding(
  options: AsteriskOptions,
  rest: AriRest,
  app: string,
  clock: Clock,
): Promise<Finding> {
  const host = options.mediaHost ?? LOOPBACK;
  const { socket, shared } = await bindAt(host, options.mediaPort ?? 0);
  const { port } = socket.address();
  let heard = 0;
  socket.on('message', () => {
    heard += 1;
  });
  const channelId = `${app}~media`;
  try {
    const query = { app, channelId, external_host: `${host}:${port}`, format: 'ulaw' };
    await rest.post('/channels/externalMedia', query);
    const untilMs = clock.nowMs() + HEARD_WITHIN_MS;
    let playing = false;
    while (heard === 0 && clock.nowMs() < untilMs) {
      // Until it has arrived in the application, the channel can be played nothing.
      if (!playing) playing = await play(rest, channelId);
      await new Promise<void>((resolve) => clock.after(LOOK_EVERY_MS, resolve));
    }
  } catch (error) {
    return bad('audio', wordsOf(error), `can Asterisk send to mediaHost ${host}, and is chan_rtp loaded?`);
  } finally {
    await rest.delete(path`/channels/${channelId}`).catch(() => undefined);
    socket.close();
  }
  if (heard > 0) {
    return good(
      'audio',
      `comes at ${host}, UDP ${port}${shared ? ` (a running engine has ${options.mediaPort})` : ''}`,
    );
  }
  const remedy = `mediaHost must be this machine as Asterisk sees it, and UDP ${options.mediaPort ?? 'to it'} open in the firewall`;
  return bad('audio', `no RTP of Asterisk came back to ${host}, UDP ${port}`, remedy);
}

async function play(rest: AriRest, channelId: string): Promise<boolean> {
  try {
    await rest.post(path`/channels/${channelId}/play`, { media: 'tone:440' });
    return true;
  } catch (error) {
    if (error instanceof AriError && error.status > 0) return false;
    throw error;
  }
}

/** The port that is asked for, or any where a running engine has it. */
async function bindAt(host: string, port: number): Promise<{ socket: Socket; shared: boolean }> {
  const bound = await bind(host, port).catch((error: unknown) => {
    if ((error as { code?: string }).code === 'EADDRINUSE') return null;
    throw error;
  });
  return bound === null ? { socket: await bind(host, 0), shared: true } : { socket: bound, shared: false };
}

function bind(host: string, port: number): Promise<Socket> {
  const socket = createSocket('udp4');
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, host === LOOPBACK ? LOOPBACK : '0.0.0.0', () => resolve(socket));
  });
}
