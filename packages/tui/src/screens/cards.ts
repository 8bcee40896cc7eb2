/** GT-2: campaigns as cards, and below them what happened. */
import { beside, heading, inHeight, type Row } from '../components/block.ts';
import { timeOfDay } from '../model/format.ts';
import type { ConsoleState } from '../model/state.ts';
import { CAMPAIGNS_TABLE } from '../tables/campaigns.ts';
import { detailWords, subjectWords } from '../tables/events.ts';
import { tableView } from '../tables/view.ts';
import { blank, fitLine, type Line, line, span } from '../theme/span.ts';
import { wrap } from '../theme/text.ts';
import { card, lowCard } from './card.ts';

const NARROWEST = 38;
const WIDEST = 80;
const LINES = 7;
/** Low cards take the whole of a narrow screen, so that their sentence can be read. */
const LOW_LINES = 4;
const LOW_FROM = 72;
const LOW_TO = 100;

interface Layout {
  across: number;
  width: number;
  lines: number;
}

function layoutOf(count: number, width: number, height: number): Layout {
  if (width >= LOW_FROM && width < LOW_TO && count * (LOW_LINES + 2) <= height)
    return { across: 1, width: width - 2, lines: LOW_LINES };
  const most = Math.max(1, Math.floor((width - 2) / NARROWEST));
  const across = Math.max(1, Math.min(most, count));
  const down = Math.ceil(count / across);
  return {
    across,
    width: Math.min(WIDEST, Math.floor((width - 2 - (across - 1)) / across)),
    lines: down * (LINES + 3) <= height - 8 ? LINES + 1 : LINES,
  };
}

/** Cards in rows that fit; scrolled so that the chosen one is seen; what room is left shows what happened. */
export function cardsRows(state: ConsoleState, width: number, height: number): Row[] {
  const view = tableView(state, CAMPAIGNS_TABLE);
  const { across, width: cardWidth, lines } = layoutOf(view.rows.length, width, height);
  const down = Math.ceil(view.rows.length / across);
  const draw = lines === LOW_LINES ? lowCard : card;
  const tall = lines + 2;
  const shown = Math.max(1, Math.floor(height / tall));
  const firstRow = Math.max(0, Math.min(Math.floor(Math.max(0, view.cursor) / across) - shown + 1, down - shown));
  const result: Line[] = [];
  for (let row = firstRow; row < Math.min(down, firstRow + shown); row += 1) {
    const cards = view.rows.slice(row * across, (row + 1) * across).map((campaign, index) => ({
      lines: draw(state, campaign, cardWidth, lines, row * across + index === view.cursor),
      width: cardWidth,
    }));
    result.push(...beside(cards, 1).map((one) => line(' ', ...one)));
  }
  const hidden = down - Math.min(down, firstRow + shown);
  if (hidden > 0 && result.length < height)
    result.push([span(` ${view.rows.length - (firstRow + shown) * across} more below`, 'dim')]);
  if (view.rows.length === 0) {
    const words =
      state.picture === null ? 'Waiting for the first picture from the server…' : emptyWords(state, view.total);
    result.push(blank, ...wrap(words, width - 4).map((text): Line => [span(`  ${text}`, 'dim')]));
  }
  const room = height - result.length;
  if (room >= 5) result.push(blank, ...happened(state, width, room - 1));
  return inHeight(result, height).map((one) => ({ line: one }));
}

const emptyWords = (state: ConsoleState, total: number): string =>
  total === 0
    ? CAMPAIGNS_TABLE.empty(state)
    : state.ui.faultsOnly
      ? `No fault among ${total} campaigns. ! shows all.`
      : `None of ${total} campaigns matches. Esc clears the filter.`;

/** The last decisions of all campaigns, and the last acts: side by side where it is wide. */
function happened(state: ConsoleState, width: number, height: number): Line[] {
  const decisions = (state.picture?.campaigns ?? [])
    .flatMap((campaign) => (state.decisions.get(campaign.campaignId) ?? []).map((decision) => ({ campaign, decision })))
    .sort((a, b) => b.decision.atMs - a.decision.atMs)
    .slice(0, height)
    .map(({ campaign, decision }) =>
      line(
        span(timeOfDay(decision.atMs, state.zone), 'dim'),
        ' ',
        ...fitLine([span(campaign.name, 'strong')], width >= 150 ? 26 : 16),
        ' ',
        span(decision.launch === 0 ? '  0' : `+${decision.launch}`.padStart(3), decision.launch === 0 ? 'dim' : 'ok'),
        ` ${decision.sentence}`,
      ),
    );
  const acts = state.audit
    .slice(0, height)
    .map((entry) =>
      line(
        span(timeOfDay(entry.atMs, state.zone), 'dim'),
        ' ',
        span(entry.actor, 'strong'),
        ` ${entry.act} ${subjectWords(entry, state)}`,
        span(detailWords(entry, state) === '' ? '' : ` ${detailWords(entry, state)}`, 'dim'),
      ),
    );
  const inside = width - 2;
  const blocks =
    width >= 150
      ? [
          { title: 'Why it dials, or does not', lines: decisions, width: Math.ceil(inside * 0.6) },
          { title: 'Acts', lines: acts, width: Math.floor(inside * 0.4) - 2 },
        ]
      : [{ title: 'Why it dials, or does not', lines: decisions, width: inside }];
  const drawn = blocks.map((one) => ({
    width: one.width,
    lines: inHeight([heading(one.title, one.width), ...one.lines], height),
  }));
  return beside(drawn).map((one) => line(' ', ...one));
}
