import { readFileSync } from 'node:fs';
import { DIALING_MODES } from '@outdial/shared';
import { describe, expect, it } from 'vitest';
import { DEMO_CAMPAIGNS } from './demo-campaigns.ts';

const textOf = (name: string): string =>
  readFileSync(new URL(`../../../../docs/guide-${name}.md`, import.meta.url), 'utf8').replace(/\s+/g, ' ');

describe.each(['agent', 'supervisor'])('BP-11: the %s’s guide', (who) => {
  const guide = textOf(who);

  it('walks through each mode on a campaign of the demo that works in it', () => {
    expect(new Set(DEMO_CAMPAIGNS.map(({ draft }) => draft.mode))).toEqual(new Set(DIALING_MODES));
    for (const { draft } of DEMO_CAMPAIGNS) expect(guide, draft.name).toContain(`*${draft.name}*`);
    for (const mode of DIALING_MODES) expect(guide.toLowerCase(), mode).toContain(mode);
  });

  it('says how to begin, and what to do when something is lost', () => {
    expect(guide).toContain('`npm start`');
    expect(guide).toMatch(/lost/);
  });
});

describe('BP-11: what the guides say of the demo is so', () => {
  it('the campaign with a call guide, and the one that wants a code within a time', () => {
    const named = (name: string) => DEMO_CAMPAIGNS.find(({ draft }) => draft.name === name)?.draft;
    expect(named('Contract renewals')?.guide).not.toBeNull();
    expect(textOf('agent')).toContain('(*Contract renewals* does)');
    expect(named('Satisfaction survey')).toMatchObject({ wrapUpMandatory: true, wrapUpLimitMs: 120_000 });
    expect(textOf('agent')).toContain('*Satisfaction survey* asks for a code');
  });
});
