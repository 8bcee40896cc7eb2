/** GT-2: campaigns as cards, each with state and reason, pace, calls, agents, abandonment, trend and the last decision. */
import type { CampaignPicture } from '@outdial/shared';
import { beside, box, dotted, heading, inHeight, labelled, type Row } from '../components/block.ts';
import { gauge, sharesBar } from '../components/gauge.ts';
import { sparkText } from '../components/sparkline.ts';
import { abandonTone, callsPerMinute, reasonWords, stateTone, stockMs } from '../model/campaign-figures.ts';
import { count, percent, spoken, timeOfDay } from '../model/format.ts';
import { series } from '../model/history.ts';
import type { ConsoleState } from '../model/state.ts';
import { CAMPAIGNS_TABLE } from '../tables/campaigns.ts';
import { tableView } from '../tables/view.ts';
import { GLYPHS } from '../theme/glyphs.ts';
import { blank, fitLine, type Line, line, span } from '../theme/span.ts';
import { wrap, wrapIn } from '../theme/text.ts';
import { agentShares, callFlow, lampOf } from './campaign-parts.ts';

const NARROWEST = 38;
const WIDEST = 80;
const LINES = 7;

function card(state: ConsoleState, campaign: CampaignPicture, width: number, lines: number, chosen: boolean): Line[] {
  const inside = width - 4;
  const rate = callsPerMinute(state, campaign);
  const lasts = stockMs(state, campaign);
  const samples = state.history.get(campaign.campaignId) ?? [];
  const nowMs = state.picture?.atMs ?? state.nowMs;
  const rateText = `${rate === null ? '–' : count(rate)}/min `;
  const points = Math.min(60, inside - 9 - rateText.length);
  const spark = sparkText(series(samples, 'calls a minute', state.ui.trendWindowMs, points, nowMs));
  const status = campaign.activity.active || campaign.state !== 'running' ? '' : `: ${reasonWords(campaign)}`;
  const decision = campaign.lastDecision?.sentence ?? (campaign.activity.active ? '' : campaign.activity.detail);
  const barWidth = Math.max(6, inside - 9 - 15);
  const { joined, talking, ready } = campaign.agents;
  const agents = inside < 48 ? ` ${talking} talk, ${ready} ready` : ` ${talking} of ${joined} talk, ${ready} ready`;
  const body: Line[] = [
    dotted(
      [lampOf(campaign), span(`${campaign.state}${status}`, stateTone(campaign))],
      ['pace ', span(campaign.pace.toFixed(2), 'accent')],
    ),
    callFlow(campaign, inside < 60),
    labelled('agents', [...sharesBar(agentShares(campaign), Math.max(6, inside - 9 - agents.length)), span(agents)], 9),
    labelled(
      'abandon',
      [
        ...gauge(
          campaign.abandonTarget === 0 ? 0 : campaign.abandonRatio / campaign.abandonTarget,
          barWidth,
          abandonTone(campaign),
        ),
        span(` ${percent(campaign.abandonRatio)}`, abandonTone(campaign)),
        span(` of ${percent(campaign.abandonTarget)}`, 'dim'),
      ],
      9,
    ),
    labelled('calls', [span(rateText), span(spark, 'accent')], 9),
    labelled(
      'stock',
      dotted(
        [count(campaign.stock)],
        lasts === null ? null : [span(`lasts ${spoken(lasts)}`)],
        inside < 40 ? null : [span(percent(campaign.answerRatio, 0)), span(' answer', 'dim')],
      ),
      9,
    ),
    ...wrapIn(decision, inside - 2, Math.max(1, lines - 6)).map(
      (text, index): Line => [span(index === 0 ? `${GLYPHS.arrow} ` : '  ', 'accent'), span(text, 'dim')],
    ),
  ];
  return box(body, {
    title: line(
      chosen ? span(`${GLYPHS.cursor} `, 'accent') : null,
      span(campaign.name, chosen ? 'heading' : 'strong'),
    ),
    right: [span(campaign.mode, 'dim')],
    width,
    height: lines + 2,
    tone: chosen ? 'accent' : 'dim',
  });
}

/** Cards in rows that fit; scrolled so that the chosen one is seen; what room is left shows what happened. */
export function cardsRows(state: ConsoleState, width: number, height: number): Row[] {
  const view = tableView(state, CAMPAIGNS_TABLE);
  const most = Math.max(1, Math.floor((width - 2) / NARROWEST));
  const across = Math.max(1, Math.min(most, view.rows.length));
  const cardWidth = Math.min(WIDEST, Math.floor((width - 2 - (across - 1)) / across));
  const down = Math.ceil(view.rows.length / across);
  const lines = down * (LINES + 3) <= height - 8 ? LINES + 1 : LINES;
  const tall = lines + 2;
  const shown = Math.max(1, Math.floor(height / tall));
  const firstRow = Math.max(0, Math.min(Math.floor(Math.max(0, view.cursor) / across) - shown + 1, down - shown));
  const result: Line[] = [];
  for (let row = firstRow; row < Math.min(down, firstRow + shown); row += 1) {
    const cards = view.rows.slice(row * across, (row + 1) * across).map((campaign, index) => ({
      lines: card(state, campaign, cardWidth, lines, row * across + index === view.cursor),
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
        ` ${entry.act} ${entry.subject}`,
        span(entry.detail === '' ? '' : ` ${entry.detail}`, 'dim'),
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
