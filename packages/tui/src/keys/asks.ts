/** Acts are asked for before they are done: which dialog an act opens, and what it says of the live impact. */
import type { AgentPicture, CampaignId, DialingMode } from '@outdial/shared';
import { underWay } from '../model/campaign-figures.ts';
import { counted, some } from '../model/format.ts';
import { type Act, agentOf, type ConsoleState, callOf, campaignName, campaignOf, type Dialog } from '../model/state.ts';
import { withTable, withUi } from '../model/ui.ts';
import { contactActWord, contactActWords } from './contact-asks.ts';
import { officeActWords } from './office-asks.ts';
import { effect, type Reaction, show } from './reaction.ts';

/** Reasons that supervisors give; any other may be typed. */
export const PAUSE_REASONS = ['break', 'training', 'meeting', 'coaching', 'technical'] as const;

/** So many at once want a typed word instead of a key. */
const MANY = 10;

const STOP_WORD = 'stop';

/** The word to type before an act is done; null: a key is enough. */
function typedWord(act: Act): string | null {
  switch (act.type) {
    case 'emergency-stop':
      return STOP_WORD;
    case 'pause-agents':
      return act.agentIds.length >= MANY ? 'pause' : null;
    case 'log-in-agents':
      return act.agentIds.length >= MANY ? 'log in' : null;
    case 'log-out-agents':
      return act.agentIds.length >= MANY ? 'log out' : null;
    case 'move-contacts':
    case 'delete-contacts':
    case 'reset-contacts':
      return contactActWord(act, MANY);
    default:
      return null;
  }
}

/** Opens the confirmation of an act. */
export const ask = (state: ConsoleState, act: Act): Reaction =>
  show(withUi(state, { dialog: { kind: 'confirm', act, typed: typedWord(act), text: '' }, input: null, notice: null }));

export const askReason = (state: ConsoleState, agents: readonly AgentPicture[]): Reaction =>
  show(
    withUi(state, {
      dialog: { kind: 'reason', agentIds: agents.map(({ agentId }) => agentId), text: '', choice: 0 },
      input: null,
      notice: null,
    }),
  );

/** What takes an act back within ten seconds, or null. */
function undoOf(state: ConsoleState, act: Act): { act: Act; label: string } | null {
  if (act.type === 'pause-campaign')
    return { act: { type: 'resume-campaign', campaignId: act.campaignId }, label: 'the pause' };
  if (act.type === 'set-mode') {
    const before = campaignOf(state, act.campaignId)?.mode;
    return before === undefined ? null : { act: { ...act, mode: before }, label: 'the new mode' };
  }
  if (act.type === 'set-level') {
    const before = state.overviews.get(act.campaignId)?.campaign.linesPerAgent;
    return before === undefined ? null : { act: { ...act, linesPerAgent: before }, label: 'the new level' };
  }
  return null;
}

export const carryOut = (state: ConsoleState, act: Act): Reaction =>
  effect(withUi(withoutMarks(state, act), { dialog: null }), { type: 'perform', act, undo: undoOf(state, act) });

/** What contacts were marked for is done: the marks would be of those that come into their place. */
const withoutMarks = (state: ConsoleState, act: Act): ConsoleState =>
  'target' in act ? withTable(state, 'contacts', { marks: new Set() }) : state;

/** How many of these have work in hand. */
export const busyAgents = (state: ConsoleState, agentIds: readonly string[]): number =>
  agentIds.filter((id) => {
    const agent = agentOf(state, id);
    return agent !== null && !['ready', 'not-ready', 'logged-out'].includes(agent.state);
  }).length;

/** Busy agents of these finish first. */
function busyWords(state: ConsoleState, agentIds: readonly string[], then: string): string {
  const busy = busyAgents(state, agentIds);
  if (busy === 0) return `They ${then} at once.`;
  if (busy === agentIds.length)
    return `${busy === 1 ? 'They have' : 'All have'} work in hand and ${then} after wrap-up.`;
  return `${counted(busy, 'of them has', 'of them have')} work in hand and ${then} after wrap-up.`;
}

const names = (state: ConsoleState, ids: readonly string[]): string =>
  some(ids.map((id) => agentOf(state, id)?.name ?? id));

const allUnderWay = (state: ConsoleState): number =>
  (state.picture?.campaigns ?? []).reduce((sum, campaign) => sum + underWay(campaign), 0);

/** What becomes of the calls under way. */
function finishing(state: ConsoleState, campaignId: CampaignId): string {
  const campaign = campaignOf(state, campaignId);
  const calls = campaign === null ? 0 : underWay(campaign);
  return calls === 0 ? 'No call is under way.' : `${counted(calls, 'call')} will finish as begun.`;
}

/** Who dials, in each mode. */
const MODE_WORDS: Record<DialingMode, string> = {
  preview: 'Agents ask for records, and dial by hand.',
  'push-preview': 'Records are pushed to ready agents, who dial by hand.',
  progressive: 'One call for each ready agent.',
  power: 'A fixed number of lines for each ready agent: some people who answer may be abandoned.',
  predictive: 'The pace is worked out: some people who answer may be abandoned.',
};

export interface DialogWords {
  title: string;
  /** What it will do, with the figures of this moment. */
  impact: readonly string[];
}

/** The words of a confirmation: computed anew from every picture, so that its figures are those of this moment. */
export function actWords(state: ConsoleState, act: Act): DialogWords {
  switch (act.type) {
    case 'start-campaign':
      return {
        title: `Start ${campaignName(state, act.campaignId)}?`,
        impact: ['It dials as soon as an agent is ready. Its agents are told.'],
      };
    case 'pause-campaign': {
      const campaign = campaignOf(state, act.campaignId);
      const calls = campaign === null ? 0 : underWay(campaign);
      return {
        title: `Pause ${campaignName(state, act.campaignId)}?`,
        impact: [
          'Nothing new is dialed.',
          calls === 0 ? 'No call is under way.' : `${counted(calls, 'call')} will finish.`,
          `${counted(campaign?.agents.joined ?? 0, 'agent')} will wait. \`u\` undoes it for 10 s.`,
        ],
      };
    }
    case 'resume-campaign': {
      const ready = campaignOf(state, act.campaignId)?.agents.ready ?? 0;
      return {
        title: `Resume ${campaignName(state, act.campaignId)}?`,
        impact: [`Dialing goes on at once for ${counted(ready, 'ready agent')}.`],
      };
    }
    case 'load-campaign':
      return {
        title: `Load ${campaignName(state, act.campaignId)} again?`,
        impact: ['It can be started then. Its agents are told.'],
      };
    case 'end-campaign':
      return {
        title: `End ${campaignName(state, act.campaignId)}?`,
        impact: [finishing(state, act.campaignId), 'Records in hand go back. `:load` loads it again.'],
      };
    case 'set-mode': {
      const before = campaignOf(state, act.campaignId)?.mode;
      return {
        title: `Work ${campaignName(state, act.campaignId)} in ${act.mode} mode?`,
        impact: [
          MODE_WORDS[act.mode],
          finishing(state, act.campaignId),
          `Its agents are told${before === undefined ? '' : `; it was ${before}`}. \`u\` undoes it for 10 s.`,
        ],
      };
    }
    case 'set-level': {
      const before = state.overviews.get(act.campaignId)?.campaign.linesPerAgent;
      return {
        title: `Set the level of ${campaignName(state, act.campaignId)} to ${act.linesPerAgent}?`,
        impact: [
          `${act.linesPerAgent} lines for each ready agent${before === undefined ? '' : `, now ${before}`}.`,
          'More lines: shorter waits for agents, more abandoned calls. `u` undoes it for 10 s.',
        ],
      };
    }
    case 'pause-agents':
      return {
        title: `Pause ${counted(act.agentIds.length, 'agent')} (${act.reason})?`,
        impact: [names(state, act.agentIds), busyWords(state, act.agentIds, 'pause')],
      };
    case 'resume-agents':
      return {
        title: `Make ${counted(act.agentIds.length, 'agent')} ready?`,
        impact: [names(state, act.agentIds), 'They get calls again; what was asked for after wrap-up is taken back.'],
      };
    case 'log-out-agents':
      return {
        title: `Log ${counted(act.agentIds.length, 'agent')} out?`,
        impact: [names(state, act.agentIds), busyWords(state, act.agentIds, 'log out')],
      };
    case 'log-in-agents':
      return {
        title: `Log ${counted(act.agentIds.length, 'agent')} in?`,
        impact: [
          names(state, act.agentIds),
          `Their phones are called; they are not ready until they say so${act.campaignId === null ? '' : `, and joined to ${campaignName(state, act.campaignId)}`}.`,
        ],
      };
    case 'record-call': {
      const who = callOf(state, act.callId)?.contactName || 'this caller';
      return {
        title: act.on ? `Record the call with ${who}?` : `Stop recording the call with ${who}?`,
        impact: [act.on ? 'Both sides are recorded from now on, in one file.' : 'What is recorded so far is kept.'],
      };
    }
    case 'monitor-mode':
      return { title: `${act.mode}?`, impact: [] };
    case 'set-phone':
      return { title: `Monitor at ${act.phone}?`, impact: ['It is called when you monitor a call.'] };
    case 'add-missed':
      return {
        title: `Add ${counted(act.ids.length, 'missed call')} to ${campaignName(state, act.campaignId)}?`,
        impact:
          state.overviews.get(act.campaignId)?.campaign.kind === 'callback'
            ? ['Each becomes a callback, one for each person; agents call them as they are ready.']
            : [
                "They are added to the campaign's first list and called back in its turn.",
                'Numbers already on it are left as they are.',
              ],
      };
    case 'hang-up': {
      const call = callOf(state, act.callId);
      const agent = agentOf(state, call?.agentId ?? null);
      return {
        title: call === null ? 'Hang up? (the call is over)' : `Hang up on ${call.contactName}?`,
        impact: [
          call === null ? 'There is nothing to end any more.' : `The call is ${call.state}.`,
          agent === null ? 'No agent is on it.' : `${agent.name} is on it and goes to wrap-up.`,
        ],
      };
    }
    case 'emergency-stop':
      return {
        title: 'Emergency stop of everything?',
        impact: [
          `No new call in any of ${counted(state.picture?.campaigns.length ?? 0, 'campaign')}, until dialing is resumed.`,
          act.endCalls
            ? `${counted(allUnderWay(state), 'call')} under way will be cut off.`
            : `${counted(allUnderWay(state), 'call')} under way will finish.`,
        ],
      };
    case 'create-user':
    case 'reset-password':
    case 'lock-user':
    case 'give-callback':
    case 'cancel-callback':
      return officeActWords(act);
    case 'move-contacts':
    case 'delete-contacts':
    case 'reset-contacts':
      return contactActWords(state, act);
    case 'resume-dialing':
      return { title: 'Dial again after the emergency stop?', impact: ['Running campaigns dial at once.'] };
  }
}

export const isTypedRight = (dialog: Extract<Dialog, { kind: 'confirm' }>): boolean =>
  dialog.typed === null || dialog.text.trim().toLowerCase() === dialog.typed;
