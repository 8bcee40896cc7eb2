/** Pieces that cards and the campaign's page share: the lamp, the way of calls through their states, agents' shares. */
import type { CampaignPicture } from '@outdial/shared';
import type { Share } from '../components/gauge.ts';
import { stateTone } from '../model/campaign-figures.ts';
import { GLYPHS } from '../theme/glyphs.ts';
import { type Line, type Span, span, type Tone } from '../theme/span.ts';

/** Lit while it dials; the state's word always stands beside it. */
export const lampOf = (campaign: CampaignPicture): Span =>
  span(`${campaign.state === 'running' && campaign.activity.active ? GLYPHS.on : GLYPHS.off} `, stateTone(campaign));

/** dialing › ringing › screening › waiting › connected. */
export function callFlow({ calls }: CampaignPicture, short: boolean): Line {
  const steps: readonly [string, string, number, Tone][] = [
    ['dialing', 'dial', calls.dialing, 'plain'],
    ['ringing', 'ring', calls.ringing, 'plain'],
    ['screening', 'scrn', calls.screening, 'accent'],
    ['waiting', 'wait', calls.waiting, 'bad'],
    ['connected', 'conn', calls.connected, 'ok'],
  ];
  return steps.flatMap(([long, brief, value, tone], index): Span[] => [
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
