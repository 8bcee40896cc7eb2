/** The dialog in the middle of the screen: a confirmation with its live impact, or the choice of a reason. */
import { actWords, isTypedRight, PAUSE_REASONS } from '../keys/asks.ts';
import { counted, some } from '../model/format.ts';
import { agentOf, type ConsoleState, type Dialog } from '../model/state.ts';
import { GLYPHS } from '../theme/glyphs.ts';
import { blank, type Line, line, span } from '../theme/span.ts';
import { wrap } from '../theme/text.ts';
import { box } from './block.ts';

function confirmLines(state: ConsoleState, dialog: Extract<Dialog, { kind: 'confirm' }>, width: number): Line[] {
  const { impact } = actWords(state, dialog.act);
  const lines: Line[] = [blank, ...impact.flatMap((text) => wrap(text, width)).map((text) => [span(text)]), blank];
  if (dialog.typed === null) {
    lines.push(
      line(span('Enter', 'accent'), ' or ', span('y', 'accent'), ' does it, ', span('Esc', 'accent'), ' leaves it.'),
    );
  } else {
    const right = isTypedRight(dialog);
    lines.push(
      line(
        'Type ',
        span(dialog.typed, 'bad'),
        ' and Enter: ',
        span(dialog.text, 'strong'),
        span(GLYPHS.half, 'accent'),
      ),
      dialog.wrong === true && !right
        ? [span(`That is not “${dialog.typed}”. `, 'warn'), span('Esc leaves it.', 'dim')]
        : [span(right ? 'Enter does it, Esc leaves it.' : 'Esc leaves it.', 'dim')],
    );
  }
  return lines;
}

function reasonLines(state: ConsoleState, dialog: Extract<Dialog, { kind: 'reason' }>, width: number): Line[] {
  const names = some(dialog.agentIds.map((id) => agentOf(state, id)?.name ?? id));
  const own = dialog.text !== '';
  const choices = PAUSE_REASONS.map((reason, index): Line => {
    const here = !own && index === dialog.choice;
    return [span(`${here ? GLYPHS.cursor : ' '} ${reason}`, here ? 'strong' : 'plain')];
  });
  return [
    ...wrap(names, width).map((text): Line => [span(text)]),
    blank,
    ...choices,
    line(
      span(own ? `${GLYPHS.cursor} ` : '  ', 'strong'),
      span(own ? dialog.text : 'or type another', own ? 'strong' : 'dim'),
      span(GLYPHS.half, 'accent'),
    ),
    blank,
    line(
      span('↑ ↓', 'accent'),
      ' choose, ',
      span('Enter', 'accent'),
      ' pauses, ',
      span('Esc', 'accent'),
      ' leaves it.',
    ),
  ];
}

export interface Placed {
  lines: readonly Line[];
  width: number;
  top: number;
  left: number;
}

export function dialogBox(state: ConsoleState): Placed | null {
  const { dialog } = state.ui;
  if (dialog === null) return null;
  const { columns, rows } = state.size;
  const width = Math.min(60, columns - 4);
  const lines =
    dialog.kind === 'confirm' ? confirmLines(state, dialog, width - 4) : reasonLines(state, dialog, width - 4);
  const title =
    dialog.kind === 'confirm'
      ? actWords(state, dialog.act).title
      : `Pause ${counted(dialog.agentIds.length, 'agent')}: why?`;
  const height = Math.min(lines.length + 2, rows - 4);
  const tone = dialog.kind === 'confirm' && dialog.typed !== null ? 'bad' : 'accent';
  return {
    lines: box(lines, { title: [span(title, 'strong')], width, height, tone }),
    width,
    top: Math.max(2, Math.floor((rows - height) / 2)),
    left: Math.floor((columns - width) / 2),
  };
}
