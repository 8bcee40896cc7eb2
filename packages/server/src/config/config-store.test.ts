import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Campaign, type Configuration, zCampaign } from '@outdial/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BrokenConfigurationError, openConfigStore } from './config-store.ts';
import { initialConfiguration } from './initial-configuration.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'outdial-config-'));
  file = join(folder, 'configuration.json');
});
afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true });
});

const campaign = (id: string): Campaign =>
  zCampaign.parse({ id, name: id, mode: 'power', callerIds: [{ number: '+33199000000' }] });

const withCampaigns = (...ids: string[]): Configuration => ({
  ...initialConfiguration(),
  campaigns: ids.map(campaign),
});

describe('the configuration file', () => {
  it('is written at the first start, with a rule and the packs, readable', async () => {
    await openConfigStore(file, initialConfiguration());
    const written = JSON.parse(readFileSync(file, 'utf8')) as Configuration;
    expect(written.compliancePacks.map(({ id }) => id)).toEqual(expect.arrayContaining(['strict', 'demo-24h']));
    expect(written.contactRules.map(({ id }) => id)).toEqual(['default']);
    expect(readFileSync(file, 'utf8').split('\n').length).toBeGreaterThan(20);
  });

  it('is read again as it was written', async () => {
    const store = await openConfigStore(file, initialConfiguration());
    await store.replace(withCampaigns('a', 'b'));
    const again = await openConfigStore(file, initialConfiguration());
    expect(again.current()).toEqual(withCampaigns('a', 'b'));
    expect(existsSync(join(folder, '.configuration.json.tmp'))).toBe(false);
  });

  it.each([
    ['no JSON', '{"version": 1,', 'JSON'],
    ['nothing', '', 'JSON'],
    ['null', 'null', 'object'],
    ['another version', JSON.stringify({ ...initialConfiguration(), version: 3 }), 'version'],
    [
      'a wrong field, named',
      JSON.stringify({ ...withCampaigns('a'), campaigns: [{ ...campaign('a'), mode: 'loud' }] }),
      'campaigns.0.mode',
    ],
    [
      'a misspelt field, which the next change would lose',
      JSON.stringify({ ...withCampaigns('a'), campaigns: [{ ...campaign('a'), linesPerAgnet: 3 }] }),
      'campaigns.0.linesPerAgnet',
    ],
  ])('with %s in it is refused with words, and left alone', async (_, text, words) => {
    writeFileSync(file, text);
    const opening = openConfigStore(file, initialConfiguration());
    await expect(opening).rejects.toThrow(BrokenConfigurationError);
    await expect(opening).rejects.toThrow(words);
    await expect(opening).rejects.toThrow(/^\S+configuration\.json is no configuration.*move it away/);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('WX-9: of version 1 the effect that it wrote with every system code is the contact rule’s to say; others are kept', async () => {
    const codes = [
      { code: 'busy', label: 'Busy', effect: 'finish' },
      { code: 'no-answer', label: 'No answer', effect: 'retry' },
      { code: 'sale', label: 'Sale', effect: 'finish' },
    ];
    const { compliancePacks, contactRules } = initialConfiguration();
    const saved = { version: 1, contactRules, compliancePacks, campaigns: [{ ...campaign('a'), wrapUpCodes: codes }] };
    writeFileSync(file, JSON.stringify(saved));
    const store = await openConfigStore(file, initialConfiguration());
    const [, ...kept] = codes;
    expect(store.current().campaigns[0]?.wrapUpCodes).toEqual([{ code: 'busy', label: 'Busy' }, ...kept]);
    // Asked for from now on, it is what the manager says, and stays.
    const [first] = store.current().campaigns;
    await store.replace({
      ...store.current(),
      campaigns: [{ ...campaign('a'), ...first, wrapUpCodes: codes as never }],
    });
    const again = await openConfigStore(file, initialConfiguration());
    expect(again.current().campaigns[0]?.wrapUpCodes).toEqual(codes);
  });

  it('that cannot be written keeps what was, in memory and on disk', async () => {
    const store = await openConfigStore(file, withCampaigns('a'));
    rmSync(folder, { recursive: true });
    await expect(store.replace(withCampaigns('a', 'b'))).rejects.toThrow('ENOENT');
    expect(store.current()).toEqual(withCampaigns('a'));
    const { mkdirSync } = await import('node:fs');
    mkdirSync(folder);
    await store.replace(withCampaigns('c'));
    expect((await openConfigStore(file, initialConfiguration())).current()).toEqual(withCampaigns('c'));
  });
});
