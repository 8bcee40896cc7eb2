/** One campaign's card: state and reason, pace, calls, agents, abandonment, list, trend, and why it dials or does not. */
import type { CampaignPicture } from '@outdial/shared';
import { box, dotted, labelled } from '../components/block.ts';
import { gauge, sharesBar } from '../components/gauge.ts';
import { sparkText } from '../components/sparkline.ts';
import {
  abandonTone,
  answeredRatio,
  callsPerMinute,
  paceWords,
  stateTone,
  stockMs,
} from '../model/campaign-figures.ts';
import { count, percent, spoken } from '../model/format.ts';
import { series } from '../model/history.ts';
import type { ConsoleState } from '../model/state.ts';
import { reasonWords, whyNotWords } from '../model/words.ts';
import { GLYPHS } from '../theme/glyphs.ts';
import { ends, type Line, line, lineCells, span } from '../theme/span.ts';
import { wrapIn } from '../theme/text.ts';
import { agentShares, callFlow, lampOf } from './campaign-parts.ts';

/** Of a card's labels. */
const LABEL = 9;

const why = (campaign: CampaignPicture): string => whyNotWords(campaign) ?? campaign.lastDecision?.sentence ?? '';

const pace = (campaign: CampaignPicture): Line => line(span('pace ', 'dim'), span(paceWords(campaign), 'accent'));

const statusOf = (campaign: CampaignPicture): Line => {
  const reason = campaign.state === 'running' ? reasonWords(campaign) : '';
  return line(lampOf(campaign), span(`${campaign.state}${reason === '' ? '' : `: ${reason}`}`, stateTone(campaign)));
};

function abandonedOf(campaign: CampaignPicture, width: number): Line {
  const { abandonRatio, abandonTarget } = campaign;
  return [
    ...gauge(abandonTarget === 0 ? 0 : abandonRatio / abandonTarget, width, abandonTone(campaign)),
    span(` ${percent(abandonRatio)}`, abandonTone(campaign)),
    span(` of ${percent(abandonTarget)}`, 'dim'),
  ];
}

function trend(state: ConsoleState, campaign: CampaignPicture, points: number): Line {
  const samples = state.history.get(campaign.campaignId) ?? [];
  const nowMs = state.picture?.atMs ?? state.nowMs;
  const values = series(samples, 'calls a minute', state.ui.trendWindowMs, Math.max(1, points), nowMs);
  return [span(sparkText(values), 'accent')];
}

const rateOf = (state: ConsoleState, campaign: CampaignPicture): string => {
  const rate = callsPerMinute(state, campaign);
  return `${rate === null ? '–' : count(rate)}/min `;
};

/** What may be called now and how long it lasts; what the engine has at hand while that is not known. */
function listOf(state: ConsoleState, campaign: CampaignPicture, short = false): Line {
  const counts = state.overviews.get(campaign.campaignId)?.counts;
  const lasts = stockMs(state, campaign);
  return dotted(
    counts === undefined ? [`${count(campaign.stock)} in stock`] : [`${count(counts.callableNow)} callable`],
    lasts === null ? null : [`${short ? '' : 'lasts '}${spoken(lasts)}`],
  );
}

/** `agents` in a bar with the two figures that are looked for first. */
function agentsOf(campaign: CampaignPicture, width: number, long: boolean): Line {
  const { joined, talking, ready } = campaign.agents;
  const words = ` ${talking}${long ? ` of ${joined}` : ''} talk, ${ready} ready`;
  return [...sharesBar(agentShares(campaign), Math.max(6, width - words.length)), span(words)];
}

interface Frame {
  campaign: CampaignPicture;
  width: number;
  lines: number;
  chosen: boolean;
  right: Line;
}

const framed = (body: readonly Line[], { campaign, width, lines, chosen, right }: Frame): Line[] =>
  box(body, {
    title: line(
      chosen ? span(`${GLYPHS.cursor} `, 'accent') : null,
      span(campaign.name, chosen ? 'heading' : 'strong'),
    ),
    right,
    width,
    height: lines + 2,
    tone: chosen ? 'accent' : 'dim',
  });

const sentence = (text: string, width: number, most: number): Line[] =>
  wrapIn(text, width - 2, most).map(
    (one, index): Line => [span(index === 0 ? `${GLYPHS.arrow} ` : '  ', 'accent'), span(one, 'dim')],
  );

export type DrawCard = (
  state: ConsoleState,
  campaign: CampaignPicture,
  width: number,
  lines: number,
  chosen: boolean,
) => Line[];

/** A card of seven lines and more. */
export const card: DrawCard = (state, campaign, width, lines, chosen) => {
  const inside = width - 4;
  const room = inside - LABEL;
  const rate = rateOf(state, campaign);
  const status = statusOf(campaign);
  const list = listOf(state, campaign, inside < 40);
  const answered =
    answeredRatio(campaign) === null
      ? list
      : dotted([...list], [span(percent(answeredRatio(campaign), 0)), span(' answered', 'dim')]);
  const body = [
    // A long reason is worth more than the pace.
    lineCells(status) + 12 > inside ? status : dotted([...status], [...pace(campaign)]),
    callFlow(campaign, inside),
    labelled('agents', agentsOf(campaign, room, inside >= 48), LABEL),
    labelled('abandon', abandonedOf(campaign, Math.max(6, room - 15)), LABEL),
    labelled('calls', [span(rate), ...trend(state, campaign, Math.min(60, room - rate.length))], LABEL),
    labelled('list', lineCells(answered) > room ? list : answered, LABEL),
    ...sentence(why(campaign), inside, Math.max(1, lines - 6)),
  ];
  return framed(body, { campaign, width, lines, chosen, right: [span(campaign.mode, 'dim')] });
};

/** A card of four lines over the whole width. */
export const lowCard: DrawCard = (state, campaign, width, lines, chosen) => {
  const inside = width - 4;
  const half = Math.floor((inside - 2) / 2);
  const rate = rateOf(state, campaign);
  const right = line(...listOf(state, campaign), '  ', span(rate), ...trend(state, campaign, 16));
  const body = [
    ends(statusOf(campaign), right, inside),
    labelled('calls', callFlow(campaign, inside - LABEL), LABEL),
    line(
      ...labelled('agents', agentsOf(campaign, half - LABEL, false), LABEL),
      '  ',
      ...labelled('abandon', abandonedOf(campaign, inside - half - 2 - LABEL - 15), LABEL),
    ),
    ...sentence(why(campaign), inside, lines - 3),
  ];
  const title = line(span(`${campaign.mode} ${GLYPHS.dot} `, 'dim'), ...pace(campaign));
  return framed(body, { campaign, width, lines, chosen, right: title });
};
