/** Rules, lists, consents and personal data from the command line, against a server of its own. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BareFloor } from './support/bare-floor.ts';
import { run } from './support/program.ts';

const floor = new BareFloor();
beforeAll(() => floor.startServer());
afterAll(() => floor.stop());

const file = (name: string, text: string): string => {
  const path = join(floor.folder, name);
  writeFileSync(path, text);
  return path;
};

async function outdial(...words: string[]): Promise<string> {
  const token = readFileSync(join(floor.folder, 'operator.token'), 'utf8').trim();
  const ended = await run([...words, '--url', floor.url], { OUTDIAL_TOKEN: token });
  if (ended.code !== 0) throw new Error(`${words.join(' ')}: ${ended.code}: ${ended.stderr}`);
  return ended.stdout;
}
const json = async (...words: string[]) => JSON.parse(await outdial(...words, '--json'));

describe('the command line of lists and rules', () => {
  it('GCC-1, GCC-8: a rule is made from a file, told what is wrong with it, used, and deleted only when it is not', async () => {
    const wrong = file('wrong.json', JSON.stringify({ name: 'Odd', startDate: '2027-01-01', endDate: '2026-01-01' }));
    await expect(outdial('rules', 'create', wrong)).rejects.toThrow(/endDate: before startDate/);
    const rule = file('rule.json', JSON.stringify({ name: 'Twice', maxAttempts: 2 }));
    expect(await outdial('rules', 'create', rule)).toMatch(/^Twice is saved as /);
    await outdial('rules', 'update', 'Twice', file('more.json', JSON.stringify({ honourPriority: false })));
    expect(await json('rules', 'show', 'Twice')).toMatchObject({ maxAttempts: 2, honourPriority: false });
    expect(await outdial('packs', 'list')).toMatch(/strict {2}strict default {2}not used/);
    await outdial('rules', 'delete', 'Twice');
    expect(await outdial('rules', 'list')).not.toContain('Twice');
  });

  it('GT-5, GT-6, OUT-1, OUT-2: a list is imported, run dry under the strict pack, given consents, looked up, exported and worked on', async () => {
    const people = file(
      'people.csv',
      'name,phone,mobile,prio\nAnn,0199000001,0699000001,9\nBob,0199000002,,1\n=Cyd,0199000003,,1\n',
    );
    expect(await outdial('lists', 'import', people, '--list', 'People', '--priority-column', 'prio')).toMatch(
      /^3 of 3 rows/,
    );
    const again = ['lists', 'import', people, '--list', 'People', '--duplicates', 'update'];
    expect(await json(...again)).toMatchObject({ accepted: 3, updated: 3 });
    const [list] = (await json('lists', 'show')).lists;
    const campaign = await floor.operator().call('createCampaign', {
      body: { name: 'Strict', mode: 'power', callerIds: [{ number: '+33199000000' }], listIds: [list.id] },
    });
    expect(campaign.warnings.join()).toMatch(/outdial consents import/);
    await outdial('campaigns', 'start', 'Strict');
    expect(await json('campaigns', 'dry-run', 'Strict')).toMatchObject({
      callableNow: 0,
      blocked: [{ reason: 'no-consent', contacts: 3 }],
    });
    const consents = file('consents.csv', 'phone,given,proof\n0199000001,2026-01-01,form 7\n0199000002,,form 8\n');
    expect(await outdial('consents', 'import', consents)).toMatch(/^1 of 2 rows are in.*\nline 3: the day/);
    expect(await outdial('consents', 'show', '01 99 00 00 01')).toMatch(/marketing {2}given 2026-01-01.*form 7/);
    await outdial('do-not-call', 'add', '0199000002', '--reason', 'asked by letter');
    expect(await outdial('number', '0199000002')).toMatch(/asked by letter[\s\S]*no consent to calls for marketing/);
    expect(await outdial('lists', 'show', '--campaign', 'Strict')).toMatch(/3 contacts: .*no-consent.*3 untried/);
    const exported = join(floor.folder, 'out.csv');
    await outdial('lists', 'export', 'People', '--to', exported);
    expect(readFileSync(exported, 'utf8')).toMatch(/'=Cyd/);
    expect(await outdial('lists', 'reset', 'People', '--campaign', 'Strict', '--status', 'callable')).toMatch(
      /^3 contacts reset/,
    );
    const [first] = await json('lists', 'contacts', 'People');
    await expect(outdial('lists', 'delete', 'People')).rejects.toThrow(/Which contacts\?.*--all/);
    expect(await outdial('lists', 'delete', 'People', '--ids', first.contactId)).toMatch(/^1 contacts? deleted/);
  });

  it('OUT-8: a person is exported and erased, and retention is set', async () => {
    expect(await json('person', 'export', '0199000002')).toMatchObject({ contacts: [{ name: 'Bob' }] });
    expect(await outdial('person', 'erase', '0199000002', '--reason', 'letter')).toMatch(/^Erased: 1 contact, /);
    expect(await json('number', '0199000002')).toMatchObject({
      contacts: [],
      doNotCall: [{ reason: 'asked by letter' }],
    });
    expect(await outdial('retention', '--notes', '90')).toMatch(/notes: 90 days/);
    await expect(outdial('retention', '--notes', 'soon')).rejects.toThrow(/a number of days, or keep/);
  });
});
