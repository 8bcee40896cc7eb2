/** The figures of one campaign's page in labelled lines: state and pace, calls, agents, budget, results, stock, averages. */
import type { CampaignPicture } from '@outdial/shared';
import { dotted, heading, labelled } from '../components/block.ts';
import { gauge, sharesBar } from '../components/gauge.ts';
import { budgetOf } from '../model/budget.ts';
import {
  abandonTone,
  activityWords,
  answeredRatio,
  averagesOf,
  livePerMinute,
  paceWords,
  stateTone,
  stockMs,
} from '../model/campaign-figures.ts';
import { count, counted, duration, percent, spoken } from '../model/format.ts';
import type { ConsoleState } from '../model/state.ts';
import { missedOf } from '../tables/missed.ts';
import { type Line, lineCells, type Span, span } from '../theme/span.ts';
import { agentShares, callFlow, lampOf } from './campaign-parts.ts';

/** GT-10: active, or inactive with its reason, beside the manager's state; mode, pace, rules. */
export function stateBlock(state: ConsoleState, campaign: CampaignPicture, width: number): Line[] {
  const overview = state.overviews.get(campaign.campaignId);
  const pack = overview?.compliancePackName ?? overview?.campaign.compliancePack;
  const level = campaign.mode === 'power' && overview !== undefined ? ` of ${overview.campaign.linesPerAgent}` : '';
  const { agents } = campaign;
  const bar = Math.max(8, Math.min(40, width - 64));
  return [
    dotted(
      [lampOf(campaign), span(activityWords(campaign), stateTone(campaign))],
      [span(campaign.mode, 'strong')],
      ['pace ', span(`${paceWords(campaign)}${level}`, 'accent')],
      // The header has them too: they are left out where they would be cut.
      pack === undefined || width < 70 ? null : [span('rules ', 'dim'), span(pack)],
    ),
    labelled('calls', callFlow(campaign, width - 11)),
    labelled('agents', [
      ...sharesBar(agentShares(campaign), bar),
      span(' '),
      ...agentFigures([
        [agents.joined, 'joined'],
        [agents.talking, 'talk'],
        [agents.wrapUp, 'wrap-up'],
        [agents.reserved, 'reserved'],
        [agents.ready, 'ready'],
        [agents.notReady, 'not ready'],
      ]),
    ]),
  ];
}

/** Zeros left out, but for the first. */
const agentFigures = (figures: readonly (readonly [number, string])[]): Line =>
  figures
    .filter(([value], index) => index === 0 || value > 0)
    .flatMap(([value, word], index): Span[] => [
      span(`${index === 0 ? '' : ' '}${value} `, 'strong'),
      span(word, 'dim'),
    ]);

function budgetLine(state: ConsoleState, campaign: CampaignPicture, width: number): Line {
  const budget = budgetOf(campaign, livePerMinute(state, campaign));
  const tone = abandonTone(campaign);
  const left =
    budget.answersToRecover > 0
      ? `over: ${counted(budget.answersToRecover, 'live answer')} to recover${budget.recoverMs === null ? '' : `, ${spoken(budget.recoverMs)}`}`
      : budget.callsLeft === 0
        ? 'the next one goes over the cap'
        : `${counted(budget.callsLeft, 'call')} left before the cap`;
  const words = lostWords(budget.lostRatio, width);
  const room = width - 68 - lineCells(words);
  // On a small screen the figures matter more than the bar.
  const cells = words.length > 0 && room < 8 ? 0 : Math.max(8, Math.min(30, room));
  return labelled('abandoned', [
    ...(cells === 0 ? [] : [...gauge(budget.used, cells, tone), span(' ')]),
    span(percent(budget.ratio, 2), tone),
    ...words,
    span(` of ${percent(budget.target)}`, 'dim'),
    span(`  ${left}`, budget.answersToRecover > 0 ? 'bad' : 'plain'),
  ]);
}

/** People taken for machines use the budget too, and are an estimate: told apart. */
function lostWords(ratio: number, width: number): Line {
  if (ratio === 0) return [];
  return [span(` (+${percent(ratio, 2)} ${width < 120 ? 'lost' : 'estimated lost to detection'})`, 'dim')];
}

function outcomesLine(campaign: CampaignPicture): Line {
  const outcomes = Object.entries(campaign.totals.outcomes)
    .filter(([outcome, value]) => outcome !== 'live' && value > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([outcome, value]): readonly (Span | string)[] => [
      count(value),
      span(` ${outcome.replaceAll('-', ' ')}`, 'dim'),
    ]);
  return labelled('others', outcomes.length === 0 ? [span('none yet', 'dim')] : dotted(...outcomes));
}

/** GT-4: those that are to be called back; nothing where nobody was missed. */
function missedLines(state: ConsoleState, campaign: CampaignPicture): Line[] {
  const missed = missedOf(state, campaign.campaignId);
  const open = missed.filter((call) => call.state === 'open').length;
  if (missed.length === 0) return [];
  return [
    labelled(
      'missed',
      dotted(
        [span(counted(open, 'call'), open === 0 ? 'dim' : 'warn'), span(' to call back', 'dim')],
        [count(missed.length - open), span(' on a list', 'dim')],
        [span('m', 'accent'), span(' shows them', 'dim')],
      ),
    ),
  ];
}

/** GCC-2: their agent is not there, and a supervisor says who calls; nothing where none waits. */
function callbackLines(state: ConsoleState, campaign: CampaignPicture): Line[] {
  const waiting = state.overviews.get(campaign.campaignId)?.callbacksForSupervisors ?? 0;
  if (waiting === 0) return [];
  return [
    labelled(
      'callbacks',
      dotted(
        [span(counted(waiting, 'callback'), 'warn'), span(' without their agent', 'dim')],
        [span(':callbacks', 'accent'), span(' gives them to others', 'dim')],
      ),
    ),
  ];
}

function stockLine(state: ConsoleState, campaign: CampaignPicture): Line {
  const counts = state.overviews.get(campaign.campaignId)?.counts;
  const lasts = stockMs(state, campaign);
  return labelled(
    'list',
    dotted(
      counts === undefined ? null : [count(counts.callableNow), span(' callable', 'dim')],
      lasts === null ? null : [span('lasts '), span(spoken(lasts), lasts < 900_000 ? 'warn' : 'strong')],
      counts === undefined ? null : [count(counts.waiting), span(' later', 'dim')],
      counts === undefined ? null : [count(counts.finished), span(' finished', 'dim')],
      [span('stock ', 'dim'), count(campaign.stock)],
    ),
  );
}

const minutes = (value: number | null): string => (value === null ? '–' : value.toFixed(1));
const each = (value: number | null): string => (value === null ? '–' : duration(value));

export function figuresBlock(state: ConsoleState, campaign: CampaignPicture, width: number): Line[] {
  const { totals } = campaign;
  const averages = averagesOf(campaign);
  return [
    heading('Results', width),
    budgetLine(state, campaign, width),
    labelled(
      'answered',
      dotted(
        [span(percent(answeredRatio(campaign)), 'strong')],
        [count(totals.attempts), span(totals.attempts === 1 ? ' attempt over' : ' attempts over', 'dim')],
        [count(totals.live), span(' live', 'dim')],
        [count(totals.connected), span(' connected', 'dim')],
        [
          span(count(totals.abandoned), totals.abandoned > 0 ? abandonTone(campaign) : 'dim'),
          span(' abandoned', 'dim'),
        ],
      ),
    ),
    outcomesLine(campaign),
    stockLine(state, campaign),
    ...missedLines(state, campaign),
    ...callbackLines(state, campaign),
    labelled(
      'average',
      dotted(
        ['talk ', span(each(averages.talkMs), 'strong')],
        ['wait ', span(each(averages.waitMs), 'strong')],
        ['wrap-up ', span(each(averages.wrapUpMs), 'strong')],
      ),
    ),
    labelled(
      'an hour',
      dotted(
        [span(minutes(averages.talkPerHour), 'strong'), span(' min talk', 'dim')],
        [span(minutes(averages.waitPerHour), 'strong'), span(' wait', 'dim')],
        [span(minutes(averages.wrapUpPerHour), 'strong'), span(' wrap-up', 'dim')],
        totals.screenedFrames === 0 ? null : [count(totals.screenedFrames), span(' frames screened', 'dim')],
      ),
    ),
  ];
}
