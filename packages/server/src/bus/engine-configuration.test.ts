import { type Campaign, zCampaign } from '@outdial/shared';
import { expect, it } from 'vitest';
import { initialConfiguration } from '../config/initial-configuration.ts';
import { openBench } from '../testing/bench.ts';
import { engineConfiguration } from './engine-configuration.ts';

it('GW-9: the engine is told how long each campaign must ring, by the strictest of its packs', async () => {
  const bench = await openBench();
  const written = initialConfiguration();
  const [pack] = written.compliancePacks;
  if (pack === undefined) throw new Error('no packs');
  const rings = (id: string, minRingMs: number) => ({ ...pack, id, minRingMs });
  const campaign = (id: string, more: Partial<Campaign>): Campaign =>
    zCampaign.parse({ id, name: id, mode: 'progressive', callerIds: [{ number: '+33199000000' }], ...more });
  const configuration = {
    ...written,
    compliancePacks: [rings('short', 5_000), rings('long', 20_000)],
    campaigns: [
      campaign('one', { compliancePack: 'short' }),
      campaign('both', { compliancePack: 'short', furtherPacks: ['long'] }),
    ],
  };
  const { minRingMs } = await engineConfiguration(configuration, bench.store);
  expect(minRingMs).toEqual({ one: 5_000, both: 20_000 });
  await bench.close();
});
