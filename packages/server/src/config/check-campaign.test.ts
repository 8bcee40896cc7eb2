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

it('BP-9, WX-9: the code that a limit sets is one of the campaign’s; a mandatory code under a limit wants one', () => {
  const configuration = initialConfiguration();
  const known = { configuration, listIds: new Set<never>(), agentIds: new Set<never>(), messages: new Map() };
  const check = (wrapUpDefaultCode: string | null) => {
    const wrapUp = { wrapUpCodes: [{ code: 'sale', label: 'Sale' }], wrapUpMandatory: true, wrapUpLimitMs: 60_000 };
    const fields = {
      id: 'a',
      name: 'A',
      mode: 'power',
      compliancePack: 'demo-24h',
      callerIds: [{ number: '+33199000000' }],
    };
    return checkCampaign(zCampaign.parse({ ...fields, ...wrapUp, wrapUpDefaultCode }), known);
  };
  expect(check('sale').errors).toEqual([]);
  expect(check('lost').errors).toEqual([
    { field: 'wrapUpDefaultCode', message: 'lost is none of the campaign’s codes: sale' },
  ]);
  const warned = (code: string | null) => check(code).warnings.some((warning) => warning.startsWith('BP-9'));
  expect([warned(null), warned('sale')]).toEqual([true, false]);
});
