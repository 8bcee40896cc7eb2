import { VirtualClock } from '@outdial/shared';
import { expect, it } from 'vitest';
import { parseEvent, readChannels } from './ari-events.ts';
import type { AriRest } from './ari-rest.ts';
import { LeftBehind } from './left-behind.ts';
import { incomingCallId } from './names.ts';
import { Switchboard } from './switchboard.ts';

const CREATED = '2026-11-26T14:03:07.021+0100';
const CALLED_US = { app_data: 'outdial,inbound,+33199000000' };
const inbound = (id: string, state: string, dialplan: object = CALLED_US) => {
  return { id, state, name: `PJSIP/carrier-${id}`, dialplan, creationtime: CREATED };
};
const ours = (name: string) => ({ id: `outdial~old~${name}`, state: 'Up', name: `PJSIP/${name}` });

/** What an earlier life left at this Asterisk, and what the new one does with it. */
function asteriskWith(channels: readonly object[], bridges: readonly object[] = []) {
  const asked: string[] = [];
  const rest = {
    get: async (url: string) => (url === '/bridges' ? bridges : []),
    async post(url: string, query: { eventSource?: string }) {
      asked.push(`${url} ${query.eventSource ?? ''}`);
    },
    async delete(url: string) {
      asked.push(`end ${decodeURIComponent(url)}`);
    },
  } as unknown as AriRest;
  const clock = new VirtualClock(0);
  const board = new Switchboard(rest, clock, 'outdial');
  const left = new LeftBehind(board, 'paris');
  return { asked, board, clock, left, find: () => left.find(readChannels(channels)) };
}

it('GT-4: who rang the earlier life of the engine is let go at once, who waits alone later, nobody else’s channel ever', async () => {
  const { asked, clock, find } = asteriskWith([
    inbound('17.1', 'Ring'),
    inbound('17.2', 'Up'),
    inbound('17.3', 'Up', { app_data: 'other,inbound,+33199000000' }),
    { id: '17.4', state: 'Up', name: 'PJSIP/reception-4' },
  ]);
  await find();
  expect(asked).toEqual(['end /channels/17.1']);
  clock.advance(2_000);
  expect(asked).toEqual(['end /channels/17.1', 'end /channels/17.2']);
});

it('GT-4: a caller who talks with an agent is told of under the id that the call had, and is let go where nobody takes them', async () => {
  const home = { id: 'outdial~old~home-ada-2', channels: ['outdial~old~phone-ada-1', '17.5'] };
  const { asked, clock, find, left } = asteriskWith([ours('phone-ada-1'), inbound('17.5', 'Up')], [home]);
  await find();
  const came = parseEvent(JSON.stringify({ type: 'StasisStart', channel: inbound('17.5', 'Ring'), args: [] }));
  if (came?.type !== 'stasis-start') throw new Error('no start');
  const callId = incomingCallId('paris', came.channelId, came.createdAtMs);
  expect(await left.left).toEqual([{ callId, attemptId: null, agentId: 'ada' }]);
  clock.advance(10_000);
  expect(asked).toEqual([]);
  left.letGo();
  expect(asked).toContain('end /channels/17.5');
});

it('GT-4: a call that comes in while the engine looks is its own', async () => {
  const { asked, board, find, left } = asteriskWith([inbound('17.7', 'Ring')]);
  board.adopt('17.7', { up: () => undefined, gone: () => undefined });
  await find();
  expect(await left.left).toEqual([]);
  expect(asked).not.toContain('end /channels/17.7');
});

it('BP-8: a caller who was handed to somebody outside talks on, and is let go when the other goes', async () => {
  const target = ours('target-33199299999-3');
  const pair = { id: 'outdial~old~transfer-x-4', channels: ['17.6', target.id] };
  const { asked, board, find, left } = asteriskWith([inbound('17.6', 'Up'), target], [pair]);
  await find();
  expect(await left.left).toEqual([]);
  // Asterisk tells the end of a channel that it did not make for us to who asked for it.
  expect(asked).toEqual(['/applications/outdial/subscription channel:17.6']);
  board.event({ type: 'destroyed', channelId: target.id, q850: 16, sipStatus: null });
  expect(asked).toContain('end /channels/17.6');
});

it('an Asterisk that could not be asked in time, and is back: who talks there is nobody’s, and is let go', async () => {
  const home = {
    id: 'outdial~old~home-ada-1',
    channels: ['outdial~old~phone-ada-2', 'outdial~old~call-c.a-3', '17.8'],
  };
  const channels = [ours('phone-ada-2'), ours('call-c.a-3'), inbound('17.8', 'Up')];
  const { asked, find, left } = asteriskWith(channels, [home]);
  left.unknown();
  expect(await left.left).toEqual([]);
  left.letGo();
  await find();
  expect(asked.sort()).toEqual([
    `end /bridges/${home.id}`,
    ...['end /channels/17.8', 'end /channels/outdial~old~call-c.a-3', 'end /channels/outdial~old~phone-ada-2'],
  ]);
});
