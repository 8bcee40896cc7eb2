/** Coming and going: log-in with what an earlier engine life left (restoration), log-out, ready, not ready, join, leave. */
import type { AfterWork, AgentEvent, CampaignId, Clock, Command, InteractionPicture } from '@outdial/shared';
import type { Resumed } from '../calls/take-over.ts';
import type { CampaignRuntime } from '../campaigns/campaign.ts';
import type { RecordDesk } from '../records/record-desk.ts';
import { type Refusal, refusal } from '../refusal.ts';
import type { Agent } from './agent.ts';
import type { Floor } from './floor.ts';
import { restoredInteraction, restoredLast } from './interaction.ts';
import type { WrapUp } from './wrap-up.ts';

type LogIn = Extract<Command, { type: 'agent.log-in' }>;

export interface AttendanceParts {
  readonly clock: Clock;
  readonly floor: Floor;
  readonly wrapUp: WrapUp;
  readonly records: Pick<RecordDesk, 'takeOver' | 'dropped'>;
  /** False: the call cannot go on. */
  readonly takeOver: (agent: Agent, resumed: Resumed) => boolean;
  readonly findCampaign: (campaignId: CampaignId) => CampaignRuntime | undefined;
}

export class Attendance {
  readonly #parts: AttendanceParts;

  constructor(parts: AttendanceParts) {
    this.#parts = parts;
  }

  /** Logged in, an agent is not ready, unless a crash of the engine took them out of something else. */
  logIn(command: LogIn): Refusal | null {
    const { floor } = this.#parts;
    const known = floor.get(command.seat.agentId);
    if (known !== undefined && known.presence.kind !== 'logged-out') return refusal('agent-already-logged-in');
    const agent = floor.seat(command.seat);
    agent.campaigns = command.joined.flatMap((campaignId) => {
      const campaign = this.#parts.findCampaign(campaignId);
      return campaign?.assigned.has(agent.id) === true ? [campaign] : [];
    });
    const { last } = command;
    if (last !== undefined && last !== null) {
      agent.last = restoredLast(last, this.#parts.findCampaign(last.campaignId) ?? null);
    }
    floor.step(agent, { type: 'log-in', reason: command.reason ?? 'just logged in' });
    this.#restore(agent, command);
    return null;
  }

  ready(agent: Agent): Refusal | null {
    return this.#take(this.#parts.floor.step(agent, { type: 'set-ready' }));
  }

  notReady(agent: Agent, reason: string, by: 'agent' | 'supervisor'): Refusal | null {
    const told = by === 'supervisor' ? `paused by a supervisor${reason === '' ? '' : `: ${reason}`}` : reason;
    return this.#take(this.#parts.floor.step(agent, { type: 'set-not-ready', reason: told }));
  }

  /** OUT-5: a standing choice, whatever they are doing now. */
  choose(agent: Agent, ready: boolean | null): Refusal | null {
    if (agent.presence.kind === 'logged-out') return refusal('agent-logged-out');
    this.#parts.floor.choose(agent, ready);
    return null;
  }

  logOut(agent: Agent): Refusal | null {
    return this.#take(this.#parts.floor.step(agent, { type: 'log-out' }));
  }

  join(agent: Agent, campaignId: CampaignId): Refusal | null {
    const campaign = this.#parts.findCampaign(campaignId);
    if (campaign === undefined) return refusal('unknown-campaign');
    if (agent.presence.kind === 'logged-out') return refusal('agent-logged-out');
    if (!campaign.assigned.has(agent.id)) return refusal('agent-not-assigned');
    if (campaign.state === 'ended') return refusal('campaign-ended');
    if (agent.seat.phoneMode === 'on-demand' && !campaign.callsPhonesFirst) {
      return refusal('phone-on-demand', `${campaign.config.name} is a ${campaign.config.mode} campaign.`);
    }
    this.#parts.floor.join(agent, campaign);
    return null;
  }

  leave(agent: Agent, campaignId: CampaignId): Refusal | null {
    const campaign = this.#parts.findCampaign(campaignId);
    if (campaign === undefined) return refusal('unknown-campaign');
    this.#parts.floor.leave(agent, campaign);
    return null;
  }

  /** Idle → ready; talking on where the call outlived the engine; talking without its call → wrap-up with what was in hand. */
  #restore(agent: Agent, command: LogIn): void {
    const { restore, interaction, after } = command;
    if (restore === undefined || restore === 'not-ready') return;
    if (restore === 'ready' || interaction === undefined || interaction === null) {
      this.#parts.floor.step(agent, { type: 'set-ready' });
      return;
    }
    if (restore === 'preview' || restore === 'offered') {
      this.#restoreRecord(agent, restore, interaction, command);
    } else this.#restoreCall(agent, restore, interaction, command);
    this.#become(agent, after);
  }

  #restoreCall(
    agent: Agent,
    restore: 'talking' | 'held' | 'wrap-up',
    interaction: InteractionPicture,
    { call }: LogIn,
  ): void {
    const { floor, findCampaign, takeOver, wrapUp } = this.#parts;
    const { interactionId, campaignId, callId } = interaction;
    const campaign = findCampaign(campaignId) ?? null;
    const path: AgentEvent[] = [
      { type: 'set-ready' },
      { type: 'join', inHand: { interactionId, campaignId, callId } },
      { type: 'connected' },
    ];
    if (restore === 'held') path.push({ type: 'hold' });
    floor.restoreInHand(agent, path, restoredInteraction(interaction, campaign));
    const link = restore === 'held' ? 'held' : 'connected';
    const goesOn = call !== undefined && campaign !== null && takeOver(agent, { campaign, interaction, call, link });
    if (goesOn) floor.tell(agent);
    else wrapUp.begin(agent);
  }

  /** The record is read on, where its campaign still hands out records and the agent still works it. */
  #restoreRecord(
    agent: Agent,
    restore: 'preview' | 'offered',
    interaction: InteractionPicture,
    { lease }: LogIn,
  ): void {
    const { floor, findCampaign, records } = this.#parts;
    const { campaignId, contactId } = interaction;
    const campaign = findCampaign(campaignId) ?? null;
    const restored = restoredInteraction(interaction, campaign, lease);
    if (records.takeOver(agent, restored, restore)) return;
    records.dropped(campaignId, contactId);
    floor.step(agent, { type: 'set-ready' });
  }

  #become(agent: Agent, after: AfterWork | undefined): void {
    const { floor } = this.#parts;
    if (after?.kind === 'not-ready') floor.step(agent, { type: 'set-not-ready', reason: after.reason });
    if (after?.kind === 'logged-out') floor.step(agent, { type: 'log-out' });
  }

  #take(refused: ReturnType<Floor['step']>): Refusal | null {
    return refused === null ? null : refusal(refused);
  }
}
