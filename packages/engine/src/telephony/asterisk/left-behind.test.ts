import { VirtualClock } from '@outdial/shared';
import { expect, it } from 'vitest';
import { readChannels } from './ari-events.ts';
import type { AriRest } from './ari-rest.ts';
import { LeftBehind } from './left-behind.ts';
import { Switchboard } from './switchboard.ts';

/** An Asterisk with these bridges; what it is told to end. */
function asteriskWith(bridges: unknown) {
  const ended: string[] = [];
  const rest = {
    get: async (url: string) => (url === '/bridges' ? bridges : {}),
    async delete(url: string) {
      ended.push(url);
    },
  } as unknown as AriRest;
  return { ended, board: new Switchboard(rest, new VirtualClock(0), 'outdial') };
}

it('an Asterisk that could not be asked in time, and is back: who talks there is nobody’s, and is let go', async () => {
  const home = 'outdial~l1~home-ada-1';
  const { board, ended } = asteriskWith([{ id: home, channels: ['outdial~l1~phone-ada-2', 'outdial~l1~call-c.a-3'] }]);
  const left = new LeftBehind(board);
  left.unknown();
  expect(await left.left).toEqual([]);
  left.letGo();
  await left.find(
    readChannels([
      { id: 'outdial~l1~phone-ada-2', state: 'Up', name: 'PJSIP/ada-1' },
      { id: 'outdial~l1~call-c.a-3', state: 'Up', name: 'PJSIP/carrier-1' },
    ]),
  );
  expect(ended.map((url) => decodeURIComponent(url)).sort()).toEqual([
    `/bridges/${home}`,
    '/channels/outdial~l1~call-c.a-3',
    '/channels/outdial~l1~phone-ada-2',
  ]);
});

it('GT-4: who called the earlier life of the engine is let go, and nobody else’s channel is', async () => {
  const { board, ended } = asteriskWith([]);
  const channels = readChannels([
    { id: '17.1', state: 'Ring', name: 'PJSIP/carrier-1', dialplan: { app_data: 'outdial,inbound,+33199000000' } },
    { id: '17.2', state: 'Up', name: 'PJSIP/carrier-2', dialplan: { app_data: 'outdial,inbound,+33199000000' } },
    { id: '17.3', state: 'Up', name: 'PJSIP/carrier-3', dialplan: { app_data: 'other,inbound,+33199000000' } },
    { id: '17.4', state: 'Up', name: 'PJSIP/reception-4' },
  ]);
  await new LeftBehind(board).find(channels);
  expect(ended).toEqual(['/channels/17.1', '/channels/17.2']);
});
