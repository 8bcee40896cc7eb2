/** The agent's view: everything that a client shows, built from the engine's mirror and the campaigns. */
import {
  type AgentId,
  type AgentMirror,
  type AgentView,
  allowedActions,
  type Campaign,
  type Interaction,
  type InteractionPicture,
  type MyCampaign,
  type Presence,
} from '@outdial/shared';
import { screenPopUrl } from './screen-pop.ts';

export interface ViewInput {
  agentId: AgentId;
  name: string;
  /** Undefined before the engine ever heard of them: logged out. */
  mirror: AgentMirror | undefined;
  campaigns: readonly Campaign[];
  engineConnected: boolean;
  nowMs: number;
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

function interactionView(picture: InteractionPicture, presence: Presence, campaigns: readonly Campaign[]): Interaction {
  const campaign = campaigns.find(({ id }) => id === picture.campaignId);
  const template = campaign?.screenPopTemplate ?? null;
  return {
    interactionId: picture.interactionId,
    state: picture.state,
    campaignId: picture.campaignId,
    campaignName: picture.campaignName,
    direction: 'outbound',
    callId: picture.callId,
    attemptId: picture.attemptId,
    contactId: picture.contactId,
    contactName: picture.contactName,
    number: picture.number,
    fields: { ...picture.fields },
    origin: picture.origin,
    sinceMs: picture.sinceMs,
    expiresAtMs: presence.kind === 'offered' ? presence.expiresAtMs : null,
    wrapUpCodes: campaign?.wrapUpCodes ?? [],
    wrapUpMandatory: campaign?.wrapUpMandatory ?? false,
    wrapUpCode: picture.wrapUpCode,
    notes: picture.notes,
    screenPopUrl: template === null ? null : screenPopUrl(template, picture),
  };
}

export function agentView(input: ViewInput): AgentView {
  const { agentId, name, mirror, campaigns, engineConnected, nowMs } = input;
  const presence: Presence = mirror?.presence ?? { kind: 'logged-out', sinceMs: 0 };
  const inHand = mirror?.interaction ?? null;
  return {
    agentId,
    name,
    version: mirror?.version ?? 0,
    engine: engineConnected ? 'connected' : 'lost',
    nowMs,
    presence: presenceView(presence),
    // Nothing can be asked of an engine that is not there.
    allowedActions: engineConnected ? allowedActions(presence) : [],
    campaigns: myCampaigns(input),
    interaction: inHand === null ? null : interactionView(inHand, presence, campaigns),
  };
}
