/** The agent's view: everything that a client shows, built from the engine's mirror and the campaigns. */
import {
  type AgentAction,
  type AgentId,
  type AgentMirror,
  type AgentView,
  allowedActions,
  type Callback,
  type Campaign,
  type CampaignId,
  type ContactRule,
  type GuideStep,
  type Interaction,
  type InteractionPicture,
  type LastContact,
  type MessageId,
  type MyCampaign,
  OUTCOMES,
  openQuestion,
  type Presence,
  QUIET_LINE,
  withRule,
} from '@outdial/shared';
import type { InteractionPage } from '../store/port.ts';
import { screenPopUrl } from './screen-pop.ts';

export interface ViewInput {
  agentId: AgentId;
  name: string;
  /** Undefined before the engine ever heard of them: logged out. */
  mirror: AgentMirror | undefined;
  campaigns: readonly Campaign[];
  contactRules: readonly ContactRule[];
  engineConnected: boolean;
  nowMs: number;
  /** What the store knows of the interaction in hand. */
  page: Omit<InteractionPage, 'callback'> & { callback: Callback | null };
}

function presenceView(presence: Presence): AgentView['presence'] {
  return {
    kind: presence.kind,
    sinceMs: presence.sinceMs,
    reason: presence.kind === 'not-ready' ? presence.reason : null,
    after: 'after' in presence ? presence.after : null,
    wrapUpLimitAtMs: presence.kind === 'wrap-up' ? presence.limitAtMs : null,
  };
}

/** GW-1: the campaigns that the agent is assigned to. */
const myCampaigns = ({ agentId, campaigns, mirror }: ViewInput): MyCampaign[] =>
  campaigns
    .filter((campaign) => campaign.agentIds.includes(agentId))
    .map(({ id, name, mode, state }) => ({
      campaignId: id,
      name,
      mode,
      state,
      joined: mirror?.joined.includes(id) ?? false,
    }));

const isOutcome = (status: string | null): boolean => OUTCOMES.some((outcome) => outcome === status);

/** GCC-4: how often the contact in wrap-up (OUT-4: or after it) may still be redialed by hand; whom somebody answered for, not at all. */
function redialsLeft(wrappedUp: LastContact, campaign: Campaign | undefined, { contactRules }: ViewInput): number {
  const { callStatus, redials, attemptId } = wrappedUp;
  if (attemptId === null || !isOutcome(callStatus) || callStatus === 'live') return 0;
  const rule = contactRules.find(({ id }) => id === campaign?.contactRuleId);
  return Math.max(0, (rule?.maxManualRedials ?? 0) - redials);
}

function lastView({ last }: Pick<AgentMirror, 'last'>, input: ViewInput): AgentView['last'] {
  if (last === undefined || last === null) return null;
  const campaign = input.campaigns.find(({ id }) => id === last.campaignId);
  const { contactName, number } = last;
  return { contactName, number, redialsLeft: redialsLeft(last, campaign, input) };
}

function expiresAt(presence: Presence): number | null {
  return 'expiresAtMs' in presence ? presence.expiresAtMs : null;
}

/** The message that an agent may leave on a machine: the campaign's, else its contact rule's. */
function messageIdOf(campaignId: CampaignId, { campaigns, contactRules }: ViewInput): MessageId | null {
  const campaign = campaigns.find(({ id }) => id === campaignId);
  if (campaign === undefined) return null;
  return withRule(
    campaign,
    contactRules.find(({ id }) => id === campaign.contactRuleId),
  ).detection.messageId;
}

function interactionView(picture: InteractionPicture, presence: Presence, input: ViewInput): Interaction {
  const campaign = input.campaigns.find(({ id }) => id === picture.campaignId);
  const template = campaign?.screenPopTemplate ?? null;
  return {
    interactionId: picture.interactionId,
    state: picture.state,
    campaignId: picture.campaignId,
    campaignName: picture.campaignName,
    direction: picture.direction ?? 'outbound',
    callId: picture.callId,
    attemptId: picture.attemptId,
    contactId: picture.contactId,
    contactName: picture.contactName,
    number: picture.number,
    numbers: [...picture.numbers],
    callerIds: campaign?.callerIds ?? [],
    fields: { ...picture.fields },
    attempts: picture.attempts,
    origin: picture.origin,
    callStatus: picture.callStatus,
    redialsLeft: picture.state === 'wrap-up' ? redialsLeft(picture, campaign, input) : 0,
    sinceMs: picture.sinceMs,
    expiresAtMs: expiresAt(presence),
    wrapUpCodes: campaign?.wrapUpCodes ?? [],
    wrapUpMandatory: campaign?.wrapUpMandatory ?? false,
    wrapUpCode: picture.wrapUpCode,
    notes: picture.notes,
    screenPopUrl: template === null ? null : screenPopUrl(template, picture),
    verdict: picture.verdict ?? null,
    canLeaveMessage: messageIdOf(picture.campaignId, input) !== null,
    callback: input.page.callback,
    caseInformation: input.page.caseInformation,
    history: input.page.history,
    guide: guideProgress(campaign?.guide ?? null, input.page.steps),
    fromCallback: fromCallback(picture),
    line: picture.line ?? QUIET_LINE,
  };
}

/** Whether there is something for the action to act upon: a record to get, somebody to call again, a next one to stop. */
function means(
  action: AgentAction,
  mine: readonly MyCampaign[],
  interaction: Interaction | null,
  last: AgentView['last'],
  campaigns: readonly Campaign[],
): boolean {
  switch (action) {
    case 'get-record':
      return mine.some(({ mode, state }) => mode === 'preview' && state === 'running');
    case 'redial':
      return (interaction?.redialsLeft ?? 0) > 0;
    case 'redial-last':
      return (last?.redialsLeft ?? 0) > 0;
    case 'leave-message':
      return interaction?.canLeaveMessage === true;
    case 'done-and-stop':
      return campaigns.find(({ id }) => id === interaction?.campaignId)?.mode === 'preview';
    default:
      return true;
  }
}

function fromCallback({ fromCallback: mark }: InteractionPicture): Interaction['fromCallback'] {
  if (mark === undefined) return null;
  const { callbackId, personal, dueAtMs, notes } = mark;
  return { callbackId, personal, dueAtMs, notes };
}

const guideProgress = (guide: Campaign['guide'], steps: readonly GuideStep[]): Interaction['guide'] =>
  guide === null ? null : { guide, steps: [...steps], openQuestionId: openQuestion(guide, steps)?.id ?? null };

export function agentView(input: ViewInput): AgentView {
  const { agentId, name, mirror, campaigns, engineConnected, nowMs } = input;
  const presence: Presence = mirror?.presence ?? { kind: 'logged-out', sinceMs: 0 };
  const inHand = mirror?.interaction ?? null;
  const interaction = inHand === null ? null : interactionView(inHand, presence, input);
  const mine = myCampaigns(input);
  const last = mirror === undefined ? null : lastView(mirror, input);
  return {
    agentId,
    name,
    version: mirror?.version ?? 0,
    engine: engineConnected ? 'connected' : 'lost',
    nowMs,
    presence: presenceView(presence),
    // Nothing can be asked of an engine that is not there.
    allowedActions: engineConnected
      ? allowedActions(presence).filter((action) => means(action, mine, interaction, last, campaigns))
      : [],
    campaigns: mine,
    interaction,
    notice: mirror?.notice ?? null,
    ...(mirror?.phone === undefined ? {} : { phone: mirror.phone }),
    last,
    readyAfterWrapUp: mirror?.readyAfterWrapUp ?? null,
  };
}
