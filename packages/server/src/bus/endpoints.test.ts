/** Where the bus listens, and where it does not. */
import { countingIds, VirtualClock } from '@outdial/shared';
import { describe, expect, it } from 'vitest';
import { openDirectStore } from '../store/index.ts';
import { startBus } from './index.ts';

describe('the endpoints of the bus', () => {
  it.each(['tcp://0.0.0.0:5000', 'tcp://*:5000', 'tcp://192.168.1.5:5000', 'http://127.0.0.1:1', 'ipc://'])(
    'it does not listen on %s',
    async (endpoint) => {
      const store = openDirectStore(':memory:');
      const configuration = {
        current: () => ({ version: 2 as const, campaigns: [], contactRules: [], compliancePacks: [] }),
        onChange: () => () => undefined,
      };
      const options = { store, configuration, clock: new VirtualClock(), ids: countingIds('x') };
      const refused = { code: 'endpoint-refused', endpoint };
      const loopback = 'tcp://127.0.0.1:*';
      const start = (controlEndpoint: string, liveEndpoint: string) =>
        startBus({ ...options, controlEndpoint, liveEndpoint });
      await expect(start(endpoint, loopback)).rejects.toMatchObject(refused);
      await expect(start(loopback, endpoint)).rejects.toMatchObject(refused);
      await store.close();
    },
  );

  it('it listens on this machine', async () => {
    const store = openDirectStore(':memory:');
    const configuration = {
      current: () => ({ version: 2 as const, campaigns: [], contactRules: [], compliancePacks: [] }),
      onChange: () => () => undefined,
    };
    const endpoints = { controlEndpoint: 'tcp://127.0.0.1:*', liveEndpoint: 'tcp://127.0.0.1:*' };
    const bus = await startBus({
      ...endpoints,
      store,
      configuration,
      clock: new VirtualClock(),
      ids: countingIds('x'),
    });
    expect(bus.engine()).toEqual({ state: 'lost', sinceMs: 0 });
    await bus.close();
    await store.close();
  });
});
