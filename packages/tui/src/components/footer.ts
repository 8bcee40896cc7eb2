/** The last two lines: the input line, a notice or the chance to undo; and the key hints from the registry. */

import { type KeyBinding, worksOn } from '../keys/binding.ts';
import { completions } from '../keys/commands.ts';
import { KEYS } from '../keys/registry.ts';
import type { ConsoleState } from '../model/state.ts';
import { tableOnScreen } from '../tables/registry.ts';
import { GLYPHS } from '../theme/glyphs.ts';
import { blank, ends, type Line, line, lineCells, type Span, span } from '../theme/span.ts';

const NOTICE_SIGNS = { ok: GLYPHS.mark, notice: GLYPHS.arrow, bad: '!' } as const;

export function statusLine(state: ConsoleState, width: number): Line {
  const { input, notice, undo } = state.ui;
  if (input?.kind === 'command') {
    const candidates = completions(state, input.tab?.from ?? input.text).filter((one) => one !== input.text);
    const hint = candidates.length === 0 ? '' : `   Tab: ${candidates.slice(0, 5).join('  ')}`;
    return line(' ', span(':', 'accent'), span(input.text, 'strong'), span(GLYPHS.half, 'accent'), span(hint, 'dim'));
  }
  const table = tableOnScreen(state);
  if (input?.kind === 'filter' && table !== null) {
    const { shown, total } = table.counts(state);
    const { filter } = state.ui.tables[table.name];
    const hint = span(`   ${shown} of ${total}   Enter keeps, Esc clears, a leading ! finds all others`, 'dim');
    return line(' ', span('/', 'accent'), span(filter, 'strong'), span(GLYPHS.half, 'accent'), hint);
  }
  if (notice !== null) {
    const left = line(
      ' ',
      span(`${NOTICE_SIGNS[notice.tone]} ${notice.text}`, notice.tone),
      notice.remedy === null ? null : span(`  ${notice.remedy}`, 'strong'),
    );
    return undo === null ? left : ends(left, undoWords(state, undo), width);
  }
  return undo === null ? blank : ends(blank, undoWords(state, undo), width);
}

const undoWords = (state: ConsoleState, undo: { label: string; untilMs: number }): Line =>
  line(
    '  ',
    span('u', 'accent'),
    ` undoes ${undo.label} (${Math.max(1, Math.ceil((undo.untilMs - state.nowMs) / 1_000))} s) `,
  );

function hint(binding: KeyBinding, state: ConsoleState): Line {
  const words = binding.hintFor?.(state) ?? binding.hint ?? '';
  const can = (binding.why?.(state) ?? null) === null;
  return line(span(binding.label, can ? 'accent' : 'dim'), span(` ${words}`, can ? 'plain' : 'dim'));
}

const joined = (hints: readonly Line[]): Line =>
  hints.flatMap((one, index): Span[] => (index === 0 ? [span(' '), ...one] : [span('  '), ...one]));

/** Hints of this screen at the left, as many as fit; those of every screen at the right. */
export function hintsLine(state: ConsoleState, width: number): Line {
  const { dialog, input, screen } = state.ui;
  if (dialog !== null) return line(' ', span('Enter', 'accent'), ' do it  ', span('Esc', 'accent'), ' leave it');
  if (input !== null) return line(' ', span('Enter', 'accent'), ' take it  ', span('Esc', 'accent'), ' leave it');
  const shown = KEYS.filter((binding) => binding.hint !== null && worksOn(binding, screen.name));
  const own = shown.filter(({ on }) => on !== null).map((binding) => hint(binding, state));
  const every = shown.filter(({ on }) => on === null).map((binding) => hint(binding, state));
  const back = screen.name === 'campaigns' ? [] : [line(span('Esc', 'accent'), ' back')];
  const full: Line = [...joined([...back, ...every]), span(' ')];
  const brief: Line = [...joined(every.slice(-2)), span(' ')];
  const right = lineCells(joined(own)) + 2 + lineCells(full) > width ? brief : full;
  while (own.length > 0 && lineCells(joined(own)) + 2 + lineCells(right) > width) own.pop();
  return ends(joined(own), right, width);
}
