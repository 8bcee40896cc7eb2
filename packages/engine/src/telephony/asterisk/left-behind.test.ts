import { VirtualClock } from '@outdial/shared';
import { expect, it } from 'vitest';
import { readChannels } from './ari-events.ts';
import type { AriRest } from './ari-rest.ts';
import { LeftBehind } from './left-behind.ts';
import { Switchboard } from './switchboard.ts';

it('GT-4: who called the earlier life of the engine is let go, and nobody else’s channel is', async () => {
  const deleted: string[] = [];
  const rest = {
    get: async () => [],
    async delete(url: string) {
      deleted.push(url);
    },
  } as unknown as AriRest;
  const channels = readChannels([
    { id: '17.1', state: 'Ring', name: 'PJSIP/carrier-1', dialplan: { app_data: 'outdial,inbound,+33199000000' } },
    { id: '17.2', state: 'Up', name: 'PJSIP/carrier-2', dialplan: { app_data: 'outdial,inbound,+33199000000' } },
    { id: '17.3', state: 'Up', name: 'PJSIP/carrier-3', dialplan: { app_data: 'other,inbound,+33199000000' } },
    { id: '17.4', state: 'Up', name: 'PJSIP/reception-4' },
  ]);
  const board = new Switchboard(rest, new VirtualClock(0), 'outdial');
  await new LeftBehind(board).find(channels);
  expect(deleted).toEqual(['/channels/17.1', '/channels/17.2']);
});
