import type { CallbackMark, ContactId, E164, LeasedRecord, ListId } from '@outdial/shared';
import { afterEach, describe, expect, it } from 'vitest';
import { agentId, EVERYBODY_ANSWERS, MAIN, NOBODY_ANSWERS, TestFloor } from '../testing/floor.ts';

const floors: TestFloor[] = [];
afterEach(() => {
  for (const floor of floors.splice(0)) floor.engine.close();
});

function callbackOf(n: number, more: Partial<CallbackMark> = {}): LeasedRecord {
  return {
    contactId: `main-9${n}` as ContactId,
    listId: 'list' as ListId,
    name: `Promised ${n}`,
    number: `+3363998900${n}` as E164,
    fields: {},
    attempts: 1,
    callback: { callbackId: `cb-${n}`, personal: false, agentId: null, dueAtMs: n, notes: 'as promised', ...more },
  };
}

const personal = (name: string): Partial<CallbackMark> => ({ personal: true, agentId: agentId(name) });

function open(callbacks: LeasedRecord[], options: ConstructorParameters<typeof TestFloor>[0] = {}) {
  const floor = new TestFloor({ ...options, records: { contacts: 0, callbacks, ...options.records } });
  floors.push(floor);
  return floor;
}

const dialed = (floor: TestFloor) => floor.engine.picture().calls.map(({ contactName }) => contactName);

describe.each(['progressive', 'power', 'predictive'] as const)('callbacks in %s', (mode) => {
  const campaigns = [{ id: MAIN, mode }];

  it('GW-17: one for any agent comes as a call whose origin reads Callback, its agent reserved before it is dialed', () => {
    const floor = open([callbackOf(1)], { campaigns });
    floor.logIn('ada');
    floor.until('ada', 'reserved', 5_000);
    floor.advance(100);
    expect(floor.state('ada')).toBe('reserved');
    expect(dialed(floor)).toEqual(['Promised 1']);
    floor.until('ada', 'talking');
    expect(floor.mirror('ada').interaction).toMatchObject({
      origin: 'Callback',
      contactName: 'Promised 1',
      fromCallback: { callbackId: 'cb-1', personal: false, notes: 'as promised' },
    });
  });

  it('GW-17: a personal one waits for its agent and reads Personal callback', () => {
    const floor = open([callbackOf(1, personal('bob'))], { campaigns });
    floor.logIn('ada');
    floor.logIn('bob', [MAIN], false);
    floor.advance(10_000);
    expect(floor.state('ada')).toBe('ready');
    floor.do({ type: 'agent.ready', agentId: agentId('bob') });
    floor.until('bob', 'talking');
    expect(floor.mirror('bob').interaction?.origin).toBe('Personal callback');
    expect(floor.state('ada')).toBe('ready');
  });

  it('two are never called twice, whatever comes of them, and nobody is left reserved', () => {
    const floor = open([callbackOf(1), callbackOf(2)], { campaigns, profile: NOBODY_ANSWERS });
    floor.logIn('ada');
    floor.advance(120_000);
    expect(floor.factsOf('ended').map(({ outcome }) => outcome)).toEqual(['no-answer', 'no-answer']);
    expect(floor.state('ada')).toBe('ready');
  });
});

describe('callbacks and the rest of the work', () => {
  it('one that is due goes before the records of the list', () => {
    const floor = open([callbackOf(1)], { profile: EVERYBODY_ANSWERS, records: { contacts: 50 } });
    floor.logIn('ada', [MAIN], false);
    // Asked for while the agent is away, it would wait under a lease for nobody.
    floor.advance(5_000);
    expect(dialed(floor)).toEqual([]);
    floor.do({ type: 'agent.ready', agentId: agentId('ada') });
    floor.until('ada', 'talking');
    floor.on('ada', 'interaction.hang-up');
    floor.until('ada', 'wrap-up');
    floor.advance(3_000);
    floor.on('ada', 'interaction.done');
    floor.until('ada', 'talking');
    expect(floor.mirror('ada').interaction?.origin).toBe('Callback');
  });

  it('its agent goes, and it is given back; a paused campaign gives all of them back', () => {
    const waiting = [callbackOf(1, personal('ada')), callbackOf(2)];
    const floor = open(waiting, { records: { contacts: 50 } });
    floor.logIn('ada');
    floor.until('ada', 'talking');
    floor.advance(3_000);
    expect(waiting.map(({ contactId }) => contactId)).toEqual(['main-92']);
    floor.do({ type: 'agent.log-out', agentId: agentId('ada'), by: 'agent' });
    floor.advance(3_000);
    expect(floor.records.returned).toContainEqual({ campaignId: MAIN, contactIds: ['main-91'], position: 'retry' });
    expect(waiting).toHaveLength(2);
  });

  it('with the server gone none is asked for, and with it back it comes', () => {
    const floor = open([callbackOf(1)]);
    floor.engine.serverLost();
    floor.logIn('ada');
    floor.advance(10_000);
    expect(floor.state('ada')).toBe('ready');
    floor.engine.serverBack();
    floor.until('ada', 'talking');
    expect(floor.mirror('ada').interaction?.origin).toBe('Callback');
  });
});
