/** A campaign under several packs is held to the strictest of each figure. */
import { zCampaign } from '@outdial/shared';
import { expect, it } from 'vitest';
import { packOf } from '../rules/testing/contact.ts';
import { checkCampaign } from './check-campaign.ts';
import { initialConfiguration } from './initial-configuration.ts';

it('GCC-1: every pack of a campaign must be there, and the strictest figure holds', () => {
  const own = packOf('de', { id: 'own', minRingMs: 25_000, abandonCap: 0.01, abandonWindow: '30d' });
  const configuration = initialConfiguration();
  configuration.compliancePacks.push(own);
  const known = { configuration, listIds: new Set<never>(), agentIds: new Set<never>(), messages: new Map() };
  const faults = (furtherPacks: string[]) => {
    const callerIds = [{ number: '+33199000000' }];
    const fields = { id: 'a', name: 'A', mode: 'power', compliancePack: 'fr', furtherPacks, callerIds };
    return checkCampaign(zCampaign.parse(fields), known).errors;
  };
  expect(faults([])).toEqual([]);
  expect(faults(['own', 'gone'])).toEqual([
    { field: 'furtherPacks.1', message: 'there is no compliance pack gone' },
    { field: 'ringTimeoutMs', message: 'the packs fr, own ask for at least 25000 ms of ringing' },
    { field: 'abandonTarget', message: 'the pack own allows at most 0.01' },
  ]);
});
