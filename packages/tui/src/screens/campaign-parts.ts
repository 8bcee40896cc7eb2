/** Pieces that cards and the campaign's page share: the lamp, the way of calls through their states, agents' shares. */
import type { CampaignPicture } from '@outdial/shared';
import type { Share } from '../components/gauge.ts';
import { stateTone } from '../model/campaign-figures.ts';
import { GLYPHS } from '../theme/glyphs.ts';
import { type Line, lineCells, type Span, span, type Tone } from '../theme/span.ts';

/** Lit while it dials; the state's word always stands beside it. */
export const lampOf = (campaign: CampaignPicture): Span =>
  span(`${campaign.state === 'running' && campaign.activity.active ? GLYPHS.on : GLYPHS.off} `, stateTone(campaign));

/** dialing › ringing › screening › waiting › connected, in `width` cells: whole words, else short ones, else without zeros. */
export function callFlow(campaign: CampaignPicture, width: number): Line {
  const [long, brief] = [flow(campaign, false), flow(campaign, true)];
  if (lineCells(long) <= width) return long;
  return lineCells(brief) <= width ? brief : flow(campaign, true, true);
}

function flow({ calls }: CampaignPicture, short: boolean, noZeros = false): Line {
  const steps: readonly [string, string, number, Tone][] = [
    ['dialing', 'dial', calls.dialing, 'plain'],
    ['ringing', 'ring', calls.ringing, 'plain'],
    ['screening', 'scrn', calls.screening, 'accent'],
    ['waiting', 'wait', calls.waiting, 'bad'],
    ['connected', 'conn', calls.connected, 'ok'],
  ];
  const shown = noZeros ? steps.filter(([, , value]) => value > 0) : steps;
  return shown.flatMap(([long, brief, value, tone], index): Span[] => [
    ...(index === 0 ? [] : [span(short ? ' ' : ` ${GLYPHS.arrow} `, 'dim')]),
    span(`${short ? brief : long} `, 'dim'),
    span(value, value === 0 ? 'dim' : tone),
  ]);
}

/** Letters in the bar, so that it reads without colour: T talking, W wrap-up, R ready, r reserved, n not ready. */
export const agentShares = ({ agents }: CampaignPicture): readonly Share[] => [
  { value: agents.talking, tone: 'ok', sign: 'T' },
  { value: agents.wrapUp, tone: 'notice', sign: 'W' },
  { value: agents.reserved, tone: 'accent', sign: 'r' },
  { value: agents.ready, tone: 'strong', sign: 'R' },
  { value: agents.notReady, tone: 'warn', sign: 'n' },
];
