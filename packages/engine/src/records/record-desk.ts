/**
 * Records that agents read before any call: asked for (preview, GW-2) or pushed to ready agents (push-preview, GW-4), read
 * for a limited time, then called (`by-hand.ts`), declined (GW-7), or returned to the top of the list (GW-9, GW-12).
 */
import {
  AGENT_TABLE,
  type AgentNotice,
  type CampaignId,
  type Clock,
  type ContactId,
  every,
  type IdSource,
  type InteractionId,
  isPreviewing,
  isRefused,
  type LeaseGrant,
  type Timer,
} from '@outdial/shared';
import type { Agent, Interaction } from '../agents/agent.ts';
import type { Floor } from '../agents/floor.ts';
import { recordInteraction, recordOrigin } from '../agents/interaction.ts';
import { SHORT } from '../campaigns/activity.ts';
import type { CampaignRuntime } from '../campaigns/campaign.ts';
import type { Gate } from '../campaigns/gate.ts';
import type { StockedRecord } from '../campaigns/stock.ts';
import { noteLease } from '../campaigns/supply.ts';
import { recordTurnAtMs } from '../campaigns/turns.ts';
import type { FactSink, RecordSource } from '../ports.ts';
import { type Refusal, refusal } from '../refusal.ts';

export interface RecordDeskParts {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly floor: Floor;
  readonly records: RecordSource;
  readonly sink: FactSink;
  readonly gate: Gate;
  readonly campaigns: () => readonly CampaignRuntime[];
}

/** How often ready agents are looked at again who got no record. */
const PUSH_AGAIN_MS = 1_000;
/** A lease outlives offer and preview by this, so that the intent of the last moment finds it. */
const LEASE_MARGIN_MS = 30_000;

/** Why an agent is not ready who did nothing about a record. */
const OFFER_PASSED = 'let an offered record pass';
const READING_PASSED = 'let the time for a record pass';

export class RecordDesk {
  readonly #parts: RecordDeskParts;
  readonly #beat: Timer;

  constructor(parts: RecordDeskParts) {
    this.#parts = parts;
    this.#beat = every(parts.clock, PUSH_AGAIN_MS, () => this.#pushToAll());
  }

  close(): void {
    this.#beat.cancel();
    for (const agent of this.#parts.floor.all()) agent.recordTimer?.cancel();
  }

  /** Get record: the next one of this campaign, and, until *Done and stop*, each one after it. */
  getRecord(agent: Agent, campaign: CampaignRuntime): Refusal | null {
    if (campaign.config.mode !== 'preview') return refusal('no-preview-campaign');
    if (!campaign.assigned.has(agent.id)) return refusal('agent-not-assigned');
    const closed = this.#parts.gate.closedFor(campaign);
    if (closed !== null) return refusal('not-dialing', `${sentence(closed.detail)}.`);
    const cell = AGENT_TABLE[agent.presence.kind].reserve;
    if (isRefused(cell)) return refusal(cell.refused);
    agent.pulls = campaign;
    // Who joins may be wanted at once, by this very wish or by a person who waits.
    this.#parts.floor.join(agent, campaign);
    if (agent.presence.kind === 'ready') this.#fetch(agent, campaign);
    return null;
  }

  /** A ready agent: the next record comes by itself, where they asked for records or a campaign pushes them. */
  freed(agent: Agent): void {
    if (!agent.reachable) return;
    const { pulls } = agent;
    if (pulls !== null && agent.campaigns.has(pulls)) {
      const closed = this.#parts.gate.closedFor(pulls);
      if (closed === null) this.#fetch(agent, pulls);
      else {
        agent.pulls = null;
        this.#tell(agent, 'no-record', `No record now: ${closed.detail}.`);
        this.#parts.floor.tell(agent);
      }
      return;
    }
    if (recordTurnAtMs(agent) > this.#parts.clock.nowMs()) return;
    const pushing = [...agent.campaigns].find((campaign) => this.#pushes(campaign));
    if (pushing !== undefined) this.#fetch(agent, pushing);
  }

  /** Whoever is not ready or gone asks anew when they are back. */
  moved(agent: Agent): void {
    const { kind } = agent.presence;
    if (kind === 'not-ready' || kind === 'logged-out') agent.pulls = null;
    if (kind !== 'offered' && !isPreviewing(agent.presence)) this.#stopTimer(agent);
  }

  /** A pushed record is accepted: now it is read. */
  accept(agent: Agent): void {
    const { interaction, presence } = agent;
    if (presence.kind !== 'offered' || interaction === null) return;
    this.#show(agent, presence.interactionId);
  }

  /** GW-9, GW-12: the record goes back to the top of the list, the agent is not ready. */
  letPass(agent: Agent, reason: string): void {
    this.#giveBack(agent, 'top');
    this.#parts.floor.step(agent, { type: agent.presence.kind === 'offered' ? 'let-pass' : 'expire', reason });
  }

  /** GW-7: closed without a call; the next one comes by itself unless `stop`. */
  decline(agent: Agent, how: 'later' | 'do-not-call', stop: boolean): Refusal | null {
    const { interaction } = agent;
    if (!isPreviewing(agent.presence) || interaction === null) return refusal('no-record');
    const { campaignId, contactId } = interaction.picture;
    const laterMs = interaction.campaign?.config.callLaterMs ?? 0;
    const notBeforeMs = this.#parts.clock.nowMs() + laterMs;
    this.#parts.sink.fact({ type: 'declined', campaignId, contactId, agentId: agent.id, how, notBeforeMs });
    if (stop) agent.pulls = null;
    this.#parts.floor.step(agent, { type: 'release' });
    return null;
  }

  /** The campaign is over, or no longer this agent's: what was not called yet goes back. */
  withdraw(agent: Agent, because: string): void {
    const previewing = isPreviewing(agent.presence);
    if (!previewing && (agent.presence.kind !== 'offered' || agent.call !== null)) return;
    this.#giveBack(agent, 'top');
    this.#tell(agent, 'record-gone', `The record went back to the list: ${because}.`);
    this.#parts.floor.step(agent, { type: previewing ? 'release' : 'withdraw' });
  }

  withdrawAll(campaign: CampaignRuntime, because: string): void {
    for (const agent of this.#parts.floor.all()) {
      if (agent.pulls === campaign) agent.pulls = null;
      if (agent.interaction?.campaign === campaign) this.withdraw(agent, because);
    }
  }

  /** The campaign's mode has changed: who asked for records asks no more; what is in hand is finished. */
  modeChanged(campaign: CampaignRuntime): void {
    for (const agent of this.#parts.floor.all()) if (agent.pulls === campaign) agent.pulls = null;
    campaign.supply.notBeforeMs = 0;
    if (this.#pushes(campaign)) this.#push(campaign);
  }

  /** A call by hand was not made: the record is read on, or gone. */
  notCalled(agent: Agent, because: string, kept: boolean): void {
    this.#tell(agent, 'call-refused', `Not called: ${because}.${kept ? ' Choose another number, or decline.' : ''}`);
    if (!kept) {
      this.#parts.floor.step(agent, { type: 'withdraw' });
      return;
    }
    const limitMs = agent.interaction?.campaign?.config.previewTimeoutMs ?? 0;
    this.#parts.floor.step(agent, { type: 'dial-refused', expiresAtMs: this.#parts.clock.nowMs() + limitMs });
    this.#startTimer(agent, limitMs, READING_PASSED);
  }

  /**
   * What the agent was reading, or was offered, when an earlier engine was lost: it is in their hand again, and the time for
   * it begins anew. False: its campaign hands out no records, or not to them any more.
   */
  takeOver(agent: Agent, interaction: Interaction, how: 'preview' | 'offered'): boolean {
    const { clock, floor } = this.#parts;
    const { campaign, picture } = interaction;
    if (campaign === null || campaign.dialsItself || !agent.campaigns.has(campaign)) return false;
    if (campaign.state === 'ended') return false;
    const { offerTimeoutMs, previewTimeoutMs, mode } = campaign.config;
    const limitMs = how === 'offered' ? offerTimeoutMs : previewTimeoutMs;
    const inHand = { interactionId: picture.interactionId, campaignId: campaign.id, callId: null };
    const handed = { inHand, expiresAtMs: clock.nowMs() + limitMs };
    const reserve = { type: 'reserve', campaignId: campaign.id } as const;
    floor.restoreInHand(
      agent,
      [{ type: 'set-ready' }, reserve, { type: how === 'offered' ? 'offer' : 'preview', ...handed }],
      { ...interaction, picture: { ...picture, origin: recordOrigin(interaction.stocked.record) } },
    );
    // Who read a record had asked for it, and for the next one after it.
    if (mode === 'preview') agent.pulls = campaign;
    this.#startTimer(agent, limitMs, how === 'offered' ? OFFER_PASSED : READING_PASSED);
    floor.tell(agent);
    return true;
  }

  /** A record that an earlier engine had handed out, and that is in nobody's hand now. */
  dropped(campaignId: CampaignId, contactId: ContactId): void {
    this.#parts.records.giveBack(campaignId, [contactId], 'top');
  }

  #pushToAll(): void {
    for (const campaign of this.#parts.campaigns()) if (this.#pushes(campaign)) this.#push(campaign);
  }

  #push(campaign: CampaignRuntime): void {
    const nowMs = this.#parts.clock.nowMs();
    const free = campaign.members.all.filter((agent) => agent.takesCallsOf(campaign) && recordTurnAtMs(agent) <= nowMs);
    for (const agent of free.sort((a, b) => a.idleOrder - b.idleOrder)) {
      if (!this.#pushes(campaign)) return;
      this.#fetch(agent, campaign);
    }
  }

  #pushes(campaign: CampaignRuntime): boolean {
    return campaign.pushes(this.#parts.clock.nowMs()) && this.#parts.gate.closedFor(campaign) === null;
  }

  #fetch(agent: Agent, campaign: CampaignRuntime): void {
    const { floor, records } = this.#parts;
    const { offerTimeoutMs, previewTimeoutMs } = campaign.config;
    agent.fetching = true;
    floor.step(agent, { type: 'reserve', campaignId: campaign.id });
    const forAgent = { agentId: agent.id, keepMs: offerTimeoutMs + previewTimeoutMs + LEASE_MARGIN_MS };
    records.lease(campaign.id, 1, (grant) => this.#fetched(agent, campaign, grant), forAgent);
  }

  #fetched(agent: Agent, campaign: CampaignRuntime, grant: LeaseGrant | null): void {
    const { clock, floor, records } = this.#parts;
    agent.fetching = false;
    noteLease(campaign.supply, 1, grant, clock.nowMs());
    const record = grant?.records[0];
    if (grant === null || record === undefined) {
      agent.pulls = null;
      this.#tell(agent, 'no-record', `No record now: ${whyNone(grant)}.`);
      floor.step(agent, { type: 'release' });
      return;
    }
    const stocked = { record, leaseId: grant.leaseId, expiresAtMs: grant.expiresAtMs };
    if (this.#wanted(agent, campaign)) {
      this.#handOut(agent, campaign, stocked);
      return;
    }
    records.giveBack(campaign.id, [record.contactId], 'top');
    floor.step(agent, { type: 'release' });
  }

  /** Whether the agent still waits for it, and the campaign still hands records out. */
  #wanted(agent: Agent, campaign: CampaignRuntime): boolean {
    const { presence } = agent;
    if (presence.kind !== 'reserved' || presence.after.kind !== 'ready' || !agent.campaigns.has(campaign)) return false;
    return !campaign.dialsItself && this.#parts.gate.closedFor(campaign) === null;
  }

  #handOut(agent: Agent, campaign: CampaignRuntime, stocked: StockedRecord): void {
    const { clock, floor, ids } = this.#parts;
    const interactionId = ids<InteractionId>();
    agent.interaction = recordInteraction(interactionId, campaign, stocked);
    if (campaign.config.mode === 'preview') {
      this.#show(agent, interactionId);
      return;
    }
    const { offerTimeoutMs } = campaign.config;
    const inHand = { interactionId, campaignId: campaign.id, callId: null };
    floor.step(agent, { type: 'offer', inHand, expiresAtMs: clock.nowMs() + offerTimeoutMs }, agent.interaction);
    this.#startTimer(agent, offerTimeoutMs, OFFER_PASSED);
  }

  #show(agent: Agent, interactionId: InteractionId): void {
    const { clock, floor } = this.#parts;
    const { interaction } = agent;
    if (interaction === null) return;
    const limitMs = interaction.campaign?.config.previewTimeoutMs ?? 0;
    const inHand = { interactionId, campaignId: interaction.picture.campaignId, callId: null };
    floor.step(agent, { type: 'preview', inHand, expiresAtMs: clock.nowMs() + limitMs }, interaction);
    this.#startTimer(agent, limitMs, READING_PASSED);
  }

  #giveBack(agent: Agent, position: 'top' | 'retry'): void {
    const { interaction } = agent;
    if (interaction === null) return;
    this.#parts.records.giveBack(interaction.picture.campaignId, [interaction.picture.contactId], position);
  }

  #startTimer(agent: Agent, afterMs: number, reason: string): void {
    this.#stopTimer(agent);
    agent.recordTimer = this.#parts.clock.after(afterMs, () => this.letPass(agent, reason));
  }

  #stopTimer(agent: Agent): void {
    agent.recordTimer?.cancel();
    agent.recordTimer = null;
  }

  /** Told with the step that follows. */
  #tell(agent: Agent, code: AgentNotice['code'], text: string): void {
    agent.notice = { atMs: this.#parts.clock.nowMs(), code, text };
  }
}

const sentence = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

function whyNone(grant: LeaseGrant | null): string {
  if (grant === null) return 'the server does not answer; try again in a few seconds';
  const why = grant.shortBecause === null ? 'there is none' : SHORT[grant.shortBecause];
  return grant.nextAtMs === null ? why : `${why}; the next one at ${new Date(grant.nextAtMs).toISOString()}`;
}
