/** Why a campaign dials, or does not, and why its pace is what it is: in words, with the rule and figures of the decision. */
import type { CampaignPicture } from '@outdial/shared';
import { dotted, heading } from '../components/block.ts';
import { timeOfDay } from '../model/format.ts';
import type { ConsoleState } from '../model/state.ts';
import { figureWords, ruleWords, whyNotWords } from '../model/words.ts';
import { blank, fitLine, type Line, line, lineCells, span, type Tone } from '../theme/span.ts';
import { wrapIn } from '../theme/text.ts';

const wrapped = (text: string, width: number, most: number, tone: Tone): Line[] =>
  wrapIn(text, width, most).map((one): Line => [span(one, tone)]);

/** Figures with dots between them, broken between two of them. */
function figureLines(figures: readonly string[], width: number): Line[] {
  const lines: Line[] = [];
  let here: string[] = [];
  const full = (more: string): boolean => lineCells(dotted(...[...here, more].map((one) => [one]))) > width;
  for (const figure of figures) {
    if (here.length > 0 && full(figure)) {
      lines.push(dotted(...here.map((one) => [one])));
      here = [];
    }
    here.push(figure);
  }
  return here.length === 0 ? lines : [...lines, dotted(...here.map((one) => [one]))];
}

/** The answer of this moment in `height` lines at most: what keeps it from dialing, else the last decision. */
export function whyNow(state: ConsoleState, campaign: CampaignPicture, width: number, height: number): Line[] {
  const decision = campaign.lastDecision;
  const whyNot = whyNotWords(campaign);
  const at: Line = decision === null ? blank : [span(`decided ${timeOfDay(decision.atMs, state.zone)}`, 'dim')];
  const title = heading('Why it dials, or does not', width, whyNot === null ? at : blank);
  if (whyNot !== null) return [title, ...wrapped(whyNot, width, height - 1, 'warn')];
  if (decision === null) return [title, [span('Nothing was decided yet.', 'dim')]];
  return [
    title,
    ...wrapped(decision.sentence, width, height - 1, 'strong'),
    line(span('bound by ', 'dim'), span(ruleWords(decision), 'accent')),
    ...figureLines(figureWords(decision), width),
  ].slice(0, height);
}

/** The decisions before it, newest first; nothing where there is no room for one. */
export function whyBefore(state: ConsoleState, campaign: CampaignPicture, width: number, height: number): Line[] {
  const shown = campaign.activity.active ? campaign.lastDecision?.atMs : undefined;
  const before = (state.decisions.get(campaign.campaignId) ?? []).filter((one) => one.atMs !== shown);
  if (before.length === 0 || height < 2) return [];
  const lines = before
    .slice(0, height - 1)
    .map((one) =>
      fitLine(
        line(
          span(timeOfDay(one.atMs, state.zone), 'dim'),
          span(one.launch === 0 ? '   0 ' : `+${one.launch} `.padStart(5), one.launch === 0 ? 'dim' : 'ok'),
          one.sentence,
        ),
        width,
      ),
    );
  return [heading('Decisions before', width), ...lines];
}
