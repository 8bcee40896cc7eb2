/** What the engine names in codes, in a supervisor's words: why a campaign does not dial, the rule and figures of a decision. */
import type { CampaignPicture, DecisionPicture, InactiveReason } from '@outdial/shared';
import { percent } from './format.ts';

const plain = (code: string): string => code.replaceAll('-', ' ');

/** A state, as people write it: `not ready`; `wrap-up` is a word of its own. */
export const stateWords = (state: string): string => (state === 'wrap-up' ? state : plain(state));

const REASONS: Partial<Record<InactiveReason, string>> = {
  'no-contacts-callable-now': 'nobody callable now',
  stopping: 'dialing stopped',
};

/** The reason why it dials nothing, in two or three words, or an empty text. */
export const reasonWords = ({ activity }: CampaignPicture): string =>
  activity.active ? '' : (REASONS[activity.reason] ?? plain(activity.reason));

const REMEDIES: Record<InactiveReason, string> = {
  'not-running': '',
  'no-agent-assigned': 'A campaign manager assigns agents.',
  'no-agent-ready': 'a shows its agents, r there makes them ready.',
  'no-contacts-left': 'It needs another list.',
  'no-contacts-callable-now': 'It goes on by itself when their time has come.',
  'outside-hours': 'It goes on by itself within its hours.',
  'no-consent': 'Import consents (outdial consents import), or choose the compliance pack of your law.',
  'abandonment-cap': 'It goes on by itself as answered calls are connected in time.',
  'no-free-line': 'It goes on by itself when a line is free.',
  'trunk-down': 'It goes on by itself when a trunk is up; doctor checks them.',
  'server-lost': 'It goes on by itself when the server is back.',
  'emergency-stop': 'Ctrl-X lets it go on.',
  stopping: 'Ctrl-X lets it go on.',
};

/** Why it dials nothing and what to do about it, as sentences; null while it dials. */
export function whyNotWords({ state, activity }: CampaignPicture): string | null {
  if (state === 'paused') return 'The campaign is paused. r resumes it.';
  if (state === 'loaded') return 'The campaign was not started yet. r starts it.';
  if (activity.active) return null;
  const detail = activity.detail === '' ? plain(activity.reason) : activity.detail;
  const why = `${detail.slice(0, 1).toUpperCase()}${detail.slice(1)}${/[.!?]$/.test(detail) ? '' : '.'}`;
  return `${why} ${REMEDIES[activity.reason]}`.trim();
}

const RULES: Readonly<Record<string, string>> = {
  'one-call-per-idle-agent': 'one call for each idle agent',
  'lines-per-agent': 'the level: lines for each idle agent',
  risk: 'the abandonment budget',
  'most-lines-per-agent': 'the most lines for each agent',
  'free-lines': 'free trunk lines',
  'calls-per-second': 'the most calls a second',
};

export const ruleWords = ({ boundBy }: DecisionPicture): string => RULES[boundBy] ?? plain(boundBy);

const number = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(1));

const FIGURES: Readonly<Record<string, readonly [string, (value: number) => string]>> = {
  wanted: ['calls wanted', number],
  expectedFreeAgents: ['agents free by then', number],
  expectedAnswers: ['answers by then', number],
  margin: ['margin', number],
  risk: ['risk', percent],
  riskAllowed: ['risk allowed', percent],
  jumpCost: ['abandoned if the answer ratio jumped', number],
  budgetLeft: ['may still be abandoned', number],
  answerRatio: ['answer ratio', percent],
};

/** Its figures with their names in words. */
export const figureWords = ({ figures }: DecisionPicture): readonly string[] =>
  Object.entries(figures).map(([name, value]) => {
    const [words, show] = FIGURES[name] ?? [name, number];
    return `${words} ${show(value)}`;
  });
