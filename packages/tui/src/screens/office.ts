/** A page of the back office: its lines as they came, scrolled; and how to act on what they show. */
import { inHeight, type Row } from '../components/block.ts';
import { counted } from '../model/format.ts';
import type { OfficeQuestion } from '../model/office.ts';
import type { ConsoleState } from '../model/state.ts';
import { type Line, line, span } from '../theme/span.ts';
import { cut, wrap } from '../theme/text.ts';

const HOW: Readonly<Record<OfficeQuestion, string>> = {
  report: '`outdial report --csv campaigns` gives it as a file.',
  callbacks: '`:callback give N USER` gives one to an agent, without a user to any; `:callback cancel N` cancels it.',
  users: '`:user create NAME ROLE`, `:user password NAME`, `:user lock NAME`, `:user unlock NAME`.',
};

export function officeRows(state: ConsoleState, width: number, height: number): Row[] {
  const { office, ui } = state;
  if (office === null) return [{ line: line(' ', span('Asking the server…', 'dim')) }];
  const how = wrap(HOW[office.what], width - 2);
  // A line for how many more there are, whether there are any or not: nothing jumps while one scrolls.
  const room = Math.max(1, height - how.length - 1);
  const first = Math.max(0, Math.min(ui.scroll, office.lines.length - room));
  const shown: Line[] = office.lines
    .slice(first, first + room)
    .map((text) => line(' ', span(cut(text, width - 2), text.startsWith('‼') ? 'bad' : 'plain')));
  const below = office.lines.length - first - room;
  const more = below > 0 ? `${counted(below, 'more line', 'more lines')} below: PgDn.` : '';
  const foot = [more, ...how].map((text) => line(' ', span(text, 'dim')));
  return [...inHeight(shown, room), ...foot].map((one) => ({ line: one }));
}
