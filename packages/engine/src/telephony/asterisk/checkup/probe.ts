/** A Stasis application of the check's own: whether events come, and something to try a channel with. */
import type { Clock } from '@outdial/shared';
import { type AriAccess, basicAuthorization } from '../ari-rest.ts';

const OPEN_WITHIN_MS = 3_000;

export interface Probe {
  readonly app: string;
  close(): void;
}

/** Rejects with what is wrong. */
export function openProbe({ password, url, user }: AriAccess, app: string, clock: Clock): Promise<Probe> {
  const address = `${url.replace(/^http/, 'ws').replace(/\/$/, '')}/ari/events?app=${encodeURIComponent(app)}`;
  const socket = new WebSocket(address, { headers: { authorization: basicAuthorization(user, password) } });
  return new Promise((resolve, reject) => {
    const late = clock.after(OPEN_WITHIN_MS, () => {
      socket.close();
      reject(new Error(`no WebSocket within ${OPEN_WITHIN_MS} ms`));
    });
    socket.addEventListener('open', () => {
      late.cancel();
      resolve({ app, close: () => socket.close() });
    });
    socket.addEventListener('error', () => {
      late.cancel();
      reject(new Error('the WebSocket is refused'));
    });
  });
}
