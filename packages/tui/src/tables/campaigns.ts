/** GT-2: all campaigns' performance as a list. */
import type { CampaignPicture } from '@outdial/shared';
import { sparkText } from '../components/sparkline.ts';
import {
  abandonTone,
  activityWords,
  answeredRatio,
  callsPerMinute,
  campaignFault,
  paceWords,
  stateTone,
} from '../model/campaign-figures.ts';
import { count, percent } from '../model/format.ts';
import { series } from '../model/history.ts';
import type { ConsoleState } from '../model/state.ts';
import { reasonWords } from '../model/words.ts';
import { span, type Tone } from '../theme/span.ts';
import type { Column, TableSpec } from './column.ts';

type CampaignColumn = Column<CampaignPicture>;

function figure(
  id: string,
  title: string,
  letter: string | null,
  width: number,
  priority: number,
  value: (campaign: CampaignPicture) => number,
  tone: Tone = 'plain',
): CampaignColumn {
  return {
    id,
    title,
    ...(letter === null ? {} : { letter }),
    width,
    align: 'right',
    priority,
    cell: (campaign) => span(count(value(campaign)), value(campaign) === 0 ? 'dim' : tone),
    sortBy: (campaign) => -value(campaign),
  };
}

const calls = (state: ConsoleState, campaign: CampaignPicture): string => {
  const rate = callsPerMinute(state, campaign);
  return rate === null ? '–' : count(rate);
};

const columns: readonly CampaignColumn[] = [
  {
    id: 'name',
    title: 'Name',
    letter: 'N',
    width: 14,
    good: 22,
    most: 32,
    priority: 0,
    cell: (campaign) => span(campaign.name, 'strong'),
    sortBy: (campaign) => campaign.name,
  },
  {
    id: 'mode',
    title: 'Mode',
    letter: 'M',
    width: 11,
    most: 12,
    priority: 4,
    cell: (campaign) => span(campaign.mode),
    sortBy: (campaign) => campaign.mode,
  },
  {
    id: 'state',
    title: 'State',
    letter: 'S',
    width: 8,
    priority: 0,
    cell: (campaign) => span(campaign.state, stateTone(campaign)),
    sortBy: (campaign) => campaign.state,
  },
  {
    id: 'activity',
    title: 'Activity',
    letter: 'Y',
    width: 14,
    most: 26,
    priority: 2,
    cell: (campaign) =>
      campaign.activity.active ? span('active', 'ok') : span(reasonWords(campaign), stateTone(campaign)),
    sortBy: activityWords,
  },
  {
    id: 'pace',
    title: 'Pace',
    letter: 'P',
    width: 5,
    align: 'right',
    priority: 1,
    cell: (campaign) => span(paceWords(campaign), 'accent'),
    sortBy: (campaign) => -campaign.pace,
  },
  figure('dialing', 'Dial', 'D', 4, 7, (campaign) => campaign.calls.dialing),
  figure('ringing', 'Ring', 'R', 4, 6, (campaign) => campaign.calls.ringing),
  figure('screening', 'Scrn', null, 4, 8, (campaign) => campaign.calls.screening),
  figure('waiting', 'Wait', 'W', 4, 3, (campaign) => campaign.calls.waiting, 'warn'),
  figure('connected', 'Conn', 'C', 4, 2, (campaign) => campaign.calls.connected, 'ok'),
  figure('agents', 'Agents', 'A', 6, 3, (campaign) => campaign.agents.joined),
  figure('ready', 'Ready', 'E', 5, 8, (campaign) => campaign.agents.ready),
  figure('talking', 'Talk', 'T', 4, 9, (campaign) => campaign.agents.talking),
  figure('wrap-up', 'Wrap-up', 'U', 7, 10, (campaign) => campaign.agents.wrapUp),
  figure('not-ready', 'Not ready', null, 9, 11, (campaign) => campaign.agents.notReady),
  figure('attempts', 'Attempts', 'Q', 10, 9, (campaign) => campaign.totals.attempts),
  figure('live', 'Live', 'L', 6, 10, (campaign) => campaign.totals.live),
  {
    id: 'answered',
    title: 'Answered',
    letter: 'Z',
    width: 10,
    align: 'right',
    priority: 5,
    cell: (campaign) => span(percent(answeredRatio(campaign))),
    sortBy: (campaign) => -(answeredRatio(campaign) ?? 0),
  },
  {
    id: 'abandoned',
    title: 'Abandon',
    letter: 'B',
    width: 7,
    align: 'right',
    priority: 1,
    cell: (campaign) => span(percent(campaign.abandonRatio, 2), abandonTone(campaign)),
    sortBy: (campaign) => -campaign.abandonRatio,
  },
  {
    id: 'cap',
    title: 'Cap',
    width: 5,
    align: 'right',
    priority: 10,
    cell: (campaign) => span(percent(campaign.abandonTarget), 'dim'),
  },
  figure('stock', 'Stock', 'K', 6, 9, (campaign) => campaign.stock),
  {
    id: 'rate',
    title: 'Calls/min',
    letter: 'I',
    width: 9,
    align: 'right',
    priority: 6,
    cell: (campaign, state) => span(calls(state, campaign)),
    sortBy: (campaign, state) => -(callsPerMinute(state, campaign) ?? 0),
  },
  {
    id: 'trend',
    title: 'Calls a minute',
    width: 16,
    most: 40,
    priority: 7,
    cell: (campaign, state, width) => {
      const samples = state.history.get(campaign.campaignId) ?? [];
      const nowMs = state.picture?.atMs ?? state.nowMs;
      return span(sparkText(series(samples, 'calls a minute', state.ui.trendWindowMs, width, nowMs)), 'accent');
    },
  },
];

export const CAMPAIGNS_TABLE: TableSpec<CampaignPicture> = {
  name: 'campaigns',
  one: 'campaign',
  many: 'campaigns',
  columns,
  rows: (state) => state.picture?.campaigns ?? [],
  id: (campaign) => campaign.campaignId,
  text: (campaign) => `${campaign.name} ${campaign.mode} ${activityWords(campaign)} ${campaign.campaignId}`,
  fault: campaignFault,
  empty: () => 'No campaign yet. A campaign manager creates one with `outdial campaigns` or POST /v1/campaigns.',
};
