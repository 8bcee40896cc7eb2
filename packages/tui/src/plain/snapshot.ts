/** One snapshot as text: what a pipe gets instead of a screen. */
import { activityWords, answeredRatio, callsPerMinute, paceWords } from '../model/campaign-figures.ts';
import { count, counted, duration, percent, timeOfDay } from '../model/format.ts';
import { packWords } from '../model/packs.ts';
import { type ConsoleState, serverNowMs } from '../model/state.ts';
import { trunkTroubles, trunkWords } from '../model/trunks.ts';
import { stateWords } from '../model/words.ts';
import { clean, fit } from '../theme/text.ts';

const HEADINGS =
  'CAMPAIGN              MODE         PACE  DIAL  RING  SCRN  WAIT  CONN  AGENTS  ATTEMPTS  ANSWERED  ABANDONED  STATE';

export function snapshotText(state: ConsoleState): string {
  const { picture } = state;
  if (picture === null) return 'No picture yet.\n';
  const packs = packWords(state);
  const at = timeOfDay(serverNowMs(state), state.zone);
  const busy = picture.agents.filter(({ state: now }) => now === 'talking' || now === 'held').length;
  const lines = [
    `Outdial at ${at}: ${counted(picture.campaigns.length, 'campaign')}, ${counted(picture.agents.length, 'agent')} (${busy} talking), ${counted(picture.calls.length, 'call')} under way${packs === null ? '' : `; rules ${packs}`}`,
    ...trunkTroubles(picture).map((trouble) => `  ${clean(trunkWords(trouble))}`),
    HEADINGS,
    ...picture.campaigns.map((one) => {
      const right = (value: string | number, width: number): string => String(value).padStart(width);
      const rate = callsPerMinute(state, one);
      return [
        fit(clean(one.name), 20),
        `  ${fit(one.mode, 11)}`,
        right(paceWords(one), 6),
        ...[one.calls.dialing, one.calls.ringing, one.calls.screening, one.calls.waiting, one.calls.connected].map(
          (value) => right(value, 6),
        ),
        right(one.agents.joined, 8),
        right(count(one.totals.attempts), 10),
        right(percent(answeredRatio(one)), 10),
        right(percent(one.abandonRatio, 2), 11),
        `  ${activityWords(one)}${rate === null ? '' : `, ${count(rate)} calls/min`}`,
      ].join('');
    }),
    ...picture.agents
      .filter(({ state: now }) => now === 'not-ready' || now === 'held')
      .map(
        (agent) =>
          `  ${clean(agent.name)}: ${stateWords(agent.state)} for ${duration(serverNowMs(state) - agent.sinceMs)}${agent.reason === null ? '' : ` (${clean(agent.reason)})`}`,
      ),
  ];
  return `${lines.join('\n')}\n`;
}

/** What makes a new snapshot worth printing: states, reasons, caps, who is at work, engine and connection. */
export function interestOf(state: ConsoleState): string {
  const campaigns = (state.picture?.campaigns ?? []).map((one) => [
    one.campaignId,
    activityWords(one),
    one.abandonRatio > one.abandonTarget,
  ]);
  const agents = (state.picture?.agents ?? []).map(({ agentId, state: now, reason }) =>
    now === 'logged-out' ? [agentId, 'out'] : now === 'not-ready' ? [agentId, reason] : [agentId, 'at work'],
  );
  const trunks = trunkTroubles(state.picture).map(({ down, name }) => [name, down]);
  return JSON.stringify([campaigns, agents, trunks, state.engine.state === 'lost']);
}
