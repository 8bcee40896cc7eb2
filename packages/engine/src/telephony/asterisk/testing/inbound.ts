/** Calls that come in to the lab: where they go, and what Asterisk has in store for them. */
import { INBOUND_APP } from '../../lab/configuration.ts';
import { object, string } from '../ari-events.ts';
import { AriRest, path } from '../ari-rest.ts';
import type { AsteriskOptions } from '../options.ts';

/** The lab's dialplan sends what comes in, and ties of other nodes, to the application that this variable names. */
export async function sendInboundTo({ url, user, password }: AsteriskOptions, app: string): Promise<void> {
  const rest = new AriRest({ url, user, password });
  await rest.post('/asterisk/variable', { variable: INBOUND_APP, value: app });
  rest.close();
}

/** Seconds after which Asterisk itself ends the call of who called from this number; 0: it does not. */
export async function limitOf({ url, user, password }: AsteriskOptions, number: string): Promise<number> {
  const rest = new AriRest({ url, user, password });
  const channels = await rest.get('/channels');
  const found = Array.isArray(channels) ? channels.map(object) : [];
  const channelId = string(found.find((channel) => object(channel?.caller)?.number === number)?.id) ?? '';
  const answer = await rest.get(path`/channels/${channelId}/variable`, { variable: 'TIMEOUT(absolute)' });
  rest.close();
  return Number(object(answer)?.value);
}
