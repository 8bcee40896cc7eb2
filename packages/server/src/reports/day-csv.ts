/** The report of a day as rows of cells, the headings first: one table by campaign, one by agent. */
import { type DayReport, OUTCOMES } from '@outdial/shared';
import { csvTime } from '../lists/csv-line.ts';

const seconds = (ms: number): string => (ms / 1_000).toFixed(0);
const ratio = (value: number): string => value.toFixed(4);
const counts = (of: Readonly<Record<string, number>>): string =>
  Object.entries(of)
    .map(([name, n]) => `${name}: ${n}`)
    .join('; ');

const CAMPAIGN_HEADINGS = [
  ...['date', 'campaign', 'mode', 'attempts', 'live', 'connected', 'abandoned', 'abandon_ratio', 'answer_ratio'],
  ...['mean_wait_s', 'talk_s', 'wrap_up_s', 'agent_s', 'talk_min_per_hour'],
  ...OUTCOMES.map((outcome) => outcome.replaceAll('-', '_')),
  ...['callbacks_made', 'callbacks_open', 'callbacks_overdue', 'wrap_up_codes'],
];

export const campaignRows = ({ date, campaigns }: DayReport): string[][] => [
  CAMPAIGN_HEADINGS,
  ...campaigns.map((one) => [
    ...[date, one.name, one.mode, ...[one.attempts, one.live, one.connected, one.abandoned].map(String)],
    ...[ratio(one.abandonRatio), ratio(one.answerRatio), seconds(one.meanWaitMs), seconds(one.talkMs)],
    ...[seconds(one.wrapUpMs), seconds(one.workedMs), one.talkMinutesPerHour.toFixed(1)],
    ...OUTCOMES.map((outcome) => String(one.outcomes[outcome] ?? 0)),
    ...[one.callbacksMade, one.callbacksOpen, one.callbacksOverdue].map(String),
    counts(one.codes),
  ]),
];

const AGENT_HEADINGS = [
  ...['date', 'agent', 'from', 'to', 'logged_in_s', 'worked_s', 'ready_s', 'not_ready_s', 'calls', 'talk_s'],
  ...['wrap_up_s', 'talk_min_per_hour', 'callbacks_held', 'breaks_s', 'wrap_up_codes'],
];

export const agentRows = ({ date, agents }: DayReport): string[][] => [
  AGENT_HEADINGS,
  ...agents.map((one) => [
    ...[date, one.name, csvTime(one.fromMs), csvTime(one.toMs), seconds(one.loggedInMs), seconds(one.workedMs)],
    ...[seconds(one.readyMs), seconds(one.notReadyMs), String(one.connected), seconds(one.talkMs)],
    ...[seconds(one.wrapUpMs), one.talkMinutesPerHour.toFixed(1), String(one.callbacksHeld)],
    counts(Object.fromEntries(Object.entries(one.breaks).map(([reason, ms]) => [reason, Math.round(ms / 1_000)]))),
    counts(one.codes),
  ]),
];
