import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseEvent, readChannels } from './ari-events.ts';

const read = (event: object) => parseEvent(JSON.stringify(event));
const channel = { id: 'c1', state: 'Up' };

it('reads the events in use, the SIP status as number or text', () => {
  expect(read({ type: 'ChannelStateChange', channel })).toEqual({ type: 'state', channelId: 'c1', state: 'Up' });
  expect(read({ type: 'Dial', peer: channel, dialstatus: 'RINGING' })).toEqual({
    ...{ type: 'dial', channelId: 'c1', status: 'RINGING' },
  });
  for (const tech_cause of [486, '486']) {
    expect(read({ type: 'ChannelDestroyed', channel, cause: 17, tech_cause })).toEqual({
      ...{ type: 'destroyed', channelId: 'c1', q850: 17, sipStatus: 486 },
    });
  }
  expect(read({ type: 'ChannelDestroyed', channel, cause: 0 })).toEqual({
    ...{ type: 'destroyed', channelId: 'c1', q850: null, sipStatus: null },
  });
  expect(read({ type: 'PlaybackFinished', playback: { id: 'p1', state: 'failed' } })).toEqual({
    ...{ type: 'playback-finished', playbackId: 'p1', failed: true },
  });
  expect(read({ type: 'ApplicationReplaced' })).toEqual({ type: 'replaced' });
});

it('GT-4: reads when a channel was made the same from its event and from the list, in whichever zone Asterisk writes it', () => {
  const made = (creationtime?: string) => ({ ...channel, creationtime });
  const started = (creationtime?: string) => read({ type: 'StasisStart', channel: made(creationtime), args: [] });
  const atMs = Date.UTC(2026, 10, 26, 13, 3, 7, 21);
  for (const creationtime of ['2026-11-26T14:03:07.021+0100', '2026-11-26T13:03:07.021+0000']) {
    expect(started(creationtime)).toMatchObject({ createdAtMs: atMs });
    expect(readChannels([made(creationtime)])).toMatchObject([{ createdAtMs: atMs }]);
  }
  expect(started()).toMatchObject({ createdAtMs: null });
  expect(started('soon')).toMatchObject({ createdAtMs: null });
});

it('passes over what is not in use, and what lacks its channel', () => {
  expect(read({ type: 'ChannelVarset', channel })).toBeNull();
  expect(read({ type: 'ChannelDestroyed' })).toBeNull();
  expect(read({ type: 'Dial', peer: { id: 7 } })).toBeNull();
});

it('no text from the network, whatever it holds, breaks the reader', () => {
  const types = [
    'StasisStart',
    'ChannelStateChange',
    'Dial',
    'ChannelDestroyed',
    'PlaybackStarted',
    'ChannelDtmfReceived',
  ];
  fc.assert(
    fc.property(fc.constantFrom(...types), fc.json(), fc.string(), (type, json, text) => {
      parseEvent(text);
      parseEvent(json);
      const value: unknown = JSON.parse(json);
      read({ type, channel: value, peer: value, playback: value, cause: value, tech_cause: value, args: value });
      readChannels(value);
    }),
    { numRuns: 500, seed: 1 },
  );
});
