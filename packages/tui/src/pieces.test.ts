import { readFileSync } from 'node:fs';
/** Pure pieces, held by examples and properties: text in cells, columns that fit, gauges, history, budget, the registry. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sharesBar } from './components/gauge.ts';
import { sparkText } from './components/sparkline.ts';
import { keyReference } from './index.ts';
import { worksOn } from './keys/binding.ts';
import { COMMANDS } from './keys/commands.ts';
import { KEYS } from './keys/registry.ts';
import { budgetOf } from './model/budget.ts';
import { duration, spoken } from './model/format.ts';
import { addSample, recent, series } from './model/history.ts';
import { AGENTS_TABLE } from './tables/agents.ts';
import { CALLS_TABLE } from './tables/calls.ts';
import { CAMPAIGNS_TABLE } from './tables/campaigns.ts';
import { COLUMN_GAP, fitColumns } from './tables/column.ts';
import { EVENTS_TABLE } from './tables/events.ts';
import { firstVisible } from './tables/view.ts';
import { picture } from './testing/pictures.ts';
import { toAscii } from './theme/glyphs.ts';
import { fitLine, line, lineCells, span } from './theme/span.ts';
import { cells, clean, cut, fit } from './theme/text.ts';

const [, power] = picture().campaigns;

describe('text', () => {
  it('counts cells: wide letters two, combining marks none', () => {
    expect([cells('Zoé'), cells('Zoe\u0301'), cells('日本'), cells('👍')]).toEqual([3, 3, 4, 2]);
    expect(cut('日本語', 5)).toBe('日本…');
  });

  it('any text fits into exactly the cells that it gets, and cannot steer the terminal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.integer({ min: 1, max: 30 }), (text, width) => {
        expect(cells(fit(clean(text), width))).toBe(width);
        expect(lineCells(fitLine(line(span(text), span(text)), width))).toBe(width);
        expect(clean(text)).not.toMatch(/\p{Cc}/u);
      }),
    );
  });

  it('ASCII keeps every sign of ours one cell wide', () => {
    expect(toAscii('╭ ▶ Zoé ─ 3.1 % █░ ▁█ › … ‼')).toBe('+ > Zoe - 3.1 % #. _# > ~ !');
  });
});

describe('tables', () => {
  it('at any width the columns fit, and those of priority 0 stay', () => {
    for (const spec of [AGENTS_TABLE, CALLS_TABLE, CAMPAIGNS_TABLE, EVENTS_TABLE] as const) {
      for (let width = 57; width <= 260; width += 1) {
        const fitted = fitColumns<never>(spec.columns as never, width);
        const taken = fitted.reduce((sum, one) => sum + one.width + COLUMN_GAP, -COLUMN_GAP);
        expect(taken, `${spec.name} at ${width}`).toBeLessThanOrEqual(width);
        const kept = new Set(fitted.map(({ column }) => column.id));
        for (const { id, priority } of spec.columns) if (priority === 0) expect(kept).toContain(id);
      }
    }
  });

  it('the row under the cursor is always drawn', () => {
    fc.assert(
      fc.property(
        fc.nat(500),
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 1, max: 60 }),
        (at, length, height) => {
          const cursor = at % length;
          const first = firstVisible(cursor, length, height);
          expect(cursor).toBeGreaterThanOrEqual(first);
          expect(cursor).toBeLessThan(first + height);
        },
      ),
    );
  });
});

describe('figures', () => {
  it('shares of a bar fill it, and nobody who is there is left out', () => {
    const values = fc.array(fc.nat(50), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(values, fc.integer({ min: 6, max: 60 }), (shares, width) => {
        const bar = sharesBar(
          shares.map((value, index) => ({ value, tone: 'plain' as const, sign: String(index) })),
          width,
        );
        expect(lineCells(bar)).toBe(width);
        shares.forEach((value, index) => {
          if (value > 0) expect(bar.map(({ text }) => text).join('')).toContain(String(index));
        });
      }),
    );
  });

  it('the budget: as many more may be abandoned as keep it under the cap, not one more', () => {
    if (power === undefined) throw new Error('no campaign');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 0, max: 100 }), (live, lost) => {
        const abandoned = Math.min(live, lost);
        const campaign = { ...power, abandonRatio: abandoned / live, totals: { ...power.totals, live, abandoned } };
        const { callsLeft, answersToRecover } = budgetOf(campaign, 10);
        const share = (more: number): number => (abandoned + more) / (live + more);
        if (answersToRecover === 0) {
          expect(share(callsLeft)).toBeLessThanOrEqual(0.03 + 1e-9);
          expect(share(callsLeft + 1)).toBeGreaterThan(0.03 - 1e-9);
        } else expect(abandoned / (live + answersToRecover)).toBeLessThanOrEqual(0.03 + 1e-9);
      }),
    );
  });

  it('the budget: what the engine says of its window goes before the totals of its own run', () => {
    const decision = power?.lastDecision ?? null;
    if (power === undefined || decision === null) throw new Error('no decision');
    const told = (budgetLeft: number, abandonRatio: number) =>
      budgetOf({ ...power, abandonRatio, lastDecision: { ...decision, figures: { budgetLeft } } }, 10);
    expect(told(2.4, 0.02)).toMatchObject({ callsLeft: 2, answersToRecover: 0 });
    expect(told(-0.6, 0.04)).toMatchObject({ callsLeft: 0, answersToRecover: 20 });
  });

  it('history: a sample each five seconds, rates from their differences, going on where a restarted engine counts from zero', () => {
    if (power === undefined) throw new Error('no campaign');
    let samples: ReturnType<typeof addSample> = [];
    for (let atMs = 0; atMs <= 60_000; atMs += 1_000)
      samples = addSample(samples, atMs, { ...power, totals: { ...power.totals, attempts: atMs / 500 } });
    expect(samples).toHaveLength(13);
    expect(recent(samples, 'calls a minute', 300_000, 60_000)).toBe(120);
    expect(series(samples, 'calls a minute', 60_000, 12, 60_000).slice(1)).toEqual(
      Array.from({ length: 11 }).fill(120),
    );
    const anew = addSample(samples, 65_000, { ...power, totals: { ...power.totals, attempts: 10 } });
    expect(recent(anew, 'calls a minute', 300_000, 65_000)).toBe(120);
  });

  it('sparklines: zero on the floor, unknown blank', () => {
    expect(sparkText([null, 0, 4, 8])).toBe(' ▁▅█');
    expect(sparkText([0, 0])).toBe('▁▁');
  });

  it('durations', () => {
    expect([duration(7_000), duration(245_900), duration(3_729_000)]).toEqual(['0:07', '4:05', '1:02:09']);
    expect([spoken(300), spoken(12_400), spoken(300_000), spoken(9_000_000)]).toEqual([
      '0.3 s',
      '12 s',
      '5 min',
      '2.5 h',
    ]);
  });
});

describe('the key registry', () => {
  it('gives one meaning to a key on a screen, but for letters that sort', () => {
    for (const screen of ['campaigns', 'campaign', 'agents', 'calls', 'monitor', 'events', 'help'] as const) {
      const keys = KEYS.filter((binding) => worksOn(binding, screen)).flatMap((binding) => binding.keys);
      expect(new Set(keys).size, screen).toBe(keys.length);
    }
  });

  it('sort letters are used once a table', () => {
    for (const { columns, name } of [AGENTS_TABLE, CALLS_TABLE, CAMPAIGNS_TABLE, EVENTS_TABLE]) {
      const letters = (columns as readonly { letter?: string }[]).flatMap(({ letter }) => letter ?? []);
      expect(new Set(letters).size, name).toBe(letters.length);
    }
  });

  it('the reference for the docs has every key and every command', () => {
    const reference = keyReference();
    for (const { label } of KEYS) expect(reference).toContain(`| \`${label}\` |`);
    for (const { name } of COMMANDS) expect(reference).toContain(`\`:${name}`);
  });

  it('docs/keys.md is the reference: written anew by scripts/reference.ts', () => {
    expect(readFileSync(new URL('../../../docs/keys.md', import.meta.url), 'utf8')).toBe(keyReference());
  });
});
