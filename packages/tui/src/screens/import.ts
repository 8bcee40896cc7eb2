/** GT-5: what an import did, and each refused row with its line and reason. */
import { heading, inHeight, labelled, type Row } from '../components/block.ts';
import { count } from '../model/format.ts';
import type { ConsoleState } from '../model/state.ts';
import { blank, type Line, line, span } from '../theme/span.ts';
import { wrap } from '../theme/text.ts';

export function importRows(state: ConsoleState, width: number, height: number): Row[] {
  const inside = width - 2;
  const { imported } = state;
  const lines: Line[] = [];
  if (imported === null) lines.push([span('Nothing was imported from here yet.', 'dim')]);
  else {
    lines.push(labelled('file', [span(imported.file, 'strong')]), labelled('list', [span(imported.listName)]));
    if (imported.asked.state === 'asked') lines.push([span('Importing…', 'dim')]);
    if (imported.asked.state === 'failed') {
      lines.push(...wrap(imported.asked.why, inside).map((text): Line => [span(text, 'bad')]));
    }
    if (imported.asked.state === 'there') {
      const { rows, accepted, duplicates, refused, refusedTotal, phoneColumn } = imported.asked.answer;
      lines.push(
        labelled('rows', [
          span(`${count(rows)}: `),
          span(`${count(accepted)} accepted`, 'ok'),
          span(`, ${count(duplicates)} duplicates, `),
          span(`${count(refusedTotal)} refused`, refusedTotal === 0 ? 'dim' : 'warn'),
        ]),
        labelled('numbers', [span(`column ${phoneColumn}`)]),
        blank,
        heading('Refused rows', inside),
        ...(refused.length === 0
          ? [[span('None.', 'dim')]]
          : refused.map(({ line: at, column, reason }) =>
              line(
                span(`line ${at}`.padEnd(12), 'dim'),
                span(column === null ? '' : `${column}: `, 'accent'),
                span(reason),
              ),
            )),
      );
    }
  }
  return inHeight(lines, height).map((one) => ({ line: line(' ', ...one) }));
}
