/** One agent of the fake floor: the shared state machine, a version, what is in hand, and the timers that hang on both. */
import {
  type AgentAction,
  type AgentEvent,
  type AgentId,
  type AgentView,
  agentTransition,
  allowedActions,
  type CallId,
  type CampaignId,
  type Clock,
  type Interaction,
  type InteractionId,
  interactionTransition,
  type LinePicture,
  type MyCampaign,
  type Presence,
  ProblemError,
  QUIET_LINE,
  type Timer,
  type WrapUpCode,
} from '@outdial/shared';

export interface FakeCampaign extends Omit<MyCampaign, 'joined'> {
  agentIds: readonly string[];
  answer: 'automatic' | 'manual';
  offerTimeoutMs: number;
  wrapUpCodes: readonly WrapUpCode[];
  wrapUpMandatory: boolean;
  wrapUpLimitMs: number | null;
  callerIds: Interaction['callerIds'];
  /** The campaign has a message for machines (BP-10). */
  canLeaveMessage?: boolean;
}

export interface FakeContact {
  contactId: string;
  name: string;
  number: string;
  /** Left out: there is no other. */
  numbers?: readonly string[];
  fields: Readonly<Record<string, string>>;
}

/** What the agent told us when an interaction was marked done. */
export interface FakeWrapUp {
  agentId: string;
  contactId: string;
  campaignId: CampaignId;
  code: string | null;
  notes: string;
  /** By `done`, or by the limit. */
  by: 'agent' | 'limit';
}

export interface FakeDecline {
  contactId: string;
  how: 'later' | 'do-not-call';
  stop: boolean;
}

const PREVIEW_MS = 300_000;

export interface FakeAgentPorts {
  clock: Clock;
  campaigns(): readonly FakeCampaign[];
  engine(): AgentView['engine'];
  changed(agent: FakeAgent): void;
  /** The record of an offer that was let pass goes back to the top (GW-9). */
  returned(contact: FakeContact, campaignId: CampaignId): void;
  wrappedUp(what: FakeWrapUp): void;
}

export class FakeAgent {
  readonly agentId: AgentId;
  readonly name: string;
  presence: Presence;
  version = 1;
  joined = new Set<CampaignId>();
  interaction: Interaction | null = null;
  notice: AgentView['notice'] = null;
  readyAfterWrapUp: boolean | null = null;
  /** What was wrapped up last. */
  last: Interaction | null = null;
  readonly declined: FakeDecline[] = [];
  /** The last interaction was *done and stop*. */
  stopped = false;
  /** Every state that the agent went through. */
  readonly history: Presence['kind'][] = [];
  readonly #ports: FakeAgentPorts;
  #timer: Timer | null = null;
  #count = 0;

  constructor(agentId: AgentId, name: string, ports: FakeAgentPorts) {
    this.agentId = agentId;
    this.name = name;
    this.#ports = ports;
    this.presence = { kind: 'logged-out', sinceMs: ports.clock.nowMs() };
  }

  view(): AgentView {
    const { presence } = this;
    return {
      agentId: this.agentId,
      name: this.name,
      version: this.version,
      engine: this.#ports.engine(),
      nowMs: this.#ports.clock.nowMs(),
      presence: {
        kind: presence.kind,
        sinceMs: presence.sinceMs,
        reason: 'reason' in presence ? presence.reason : null,
        after: 'after' in presence ? presence.after : null,
        wrapUpLimitAtMs: presence.kind === 'wrap-up' ? presence.limitAtMs : null,
      },
      allowedActions: allowedActions(presence).filter((action) => this.#means(action)),
      campaigns: this.#ports
        .campaigns()
        .filter((campaign) => campaign.agentIds.includes(this.agentId))
        .map(({ campaignId, name, mode, state }) => ({
          campaignId,
          name,
          mode,
          state,
          joined: this.joined.has(campaignId),
        })),
      interaction: this.interaction,
      notice: this.notice,
      last: this.#lastView(),
      readyAfterWrapUp: this.readyAfterWrapUp,
    };
  }

  #means(action: AgentAction): boolean {
    const mine = this.#ports.campaigns().filter((campaign) => campaign.agentIds.includes(this.agentId));
    if (action === 'get-record') return mine.some(({ mode, state }) => mode === 'preview' && state === 'running');
    if (action === 'redial') return (this.interaction?.redialsLeft ?? 0) > 0;
    if (action === 'redial-last') return (this.last?.redialsLeft ?? 0) > 0;
    if (action !== 'done-and-stop') return true;
    return mine.find(({ campaignId }) => campaignId === this.interaction?.campaignId)?.mode === 'preview';
  }

  /** Runs one event through the shared table; a refusal is the problem that the API answers. */
  apply(event: AgentEvent): void {
    const answer = agentTransition(this.presence, event, this.#ports.clock.nowMs());
    if (!answer.ok) throw new ProblemError(answer.refused, `You are ${this.presence.kind}.`);
    if (answer.state === this.presence) return;
    if (answer.state.kind !== this.presence.kind) this.history.push(answer.state.kind);
    this.presence = answer.state;
    this.touch();
  }

  touch(): void {
    this.version += 1;
    this.#ports.changed(this);
  }

  /** A record for this agent (GW-2), or with `offered` one that is pushed (GW-4). */
  handOut(campaignId: CampaignId, contact: FakeContact, offered = false): void {
    const campaign = this.#campaign(campaignId);
    const expiresAtMs = this.#ports.clock.nowMs() + (offered ? campaign.offerTimeoutMs : PREVIEW_MS);
    const interactionId = `int-${this.agentId}-${++this.#count}` as InteractionId;
    const inHand = { interactionId, campaignId, callId: null };
    this.interaction = {
      ...this.#picturedFor(campaign, contact),
      ...{ interactionId, callId: null, attemptId: null, expiresAtMs },
      state: offered ? 'offered' : 'preview',
      origin: 'outbound campaign preview',
    };
    this.apply({ type: offered ? 'offer' : 'preview', inHand, expiresAtMs });
  }

  /** BP-7: dialed by hand. */
  call(number: string | undefined): void {
    const { interactionId, number: last } = this.inHand();
    const callId = `call-${interactionId}` as CallId;
    this.#set({
      ...{ state: 'dialing', callStatus: 'ringing', callId, number: number ?? last, redialsLeft: 0 },
      ...{ expiresAtMs: null, origin: 'outbound campaign call: connecting…' },
    });
    this.apply({ type: 'dial', callId });
  }

  /** Nobody answered the call by hand. */
  unanswered(outcome: 'busy' | 'no-answer', redialsLeft: number): void {
    this.#set({ state: 'wrap-up', callStatus: outcome, redialsLeft, attemptId: 'att-1' });
    this.apply({ type: 'call-over', wrapUpLimitAtMs: null });
  }

  /** OUT-4. */
  redialLast(): void {
    const { last } = this;
    if (last === null || last.redialsLeft === 0) throw new ProblemError('nothing-to-redial', 'Nobody.');
    const interactionId = `int-${this.agentId}-${++this.#count}` as InteractionId;
    const callId = `call-${interactionId}` as CallId;
    this.interaction = {
      ...last,
      ...{ interactionId, callId, state: 'dialing', callStatus: 'ringing', redialsLeft: 0 },
    };
    this.apply({ type: 'dial-last', inHand: { interactionId, campaignId: last.campaignId, callId } });
  }

  #lastView(): AgentView['last'] {
    if (this.last === null) return null;
    const { contactName, number, redialsLeft } = this.last;
    return { contactName, number, redialsLeft };
  }

  decline(how: FakeDecline['how'], stop: boolean): void {
    const { contactId } = this.inHand();
    this.declined.push({ contactId, how, stop });
    this.interaction = null;
    this.apply({ type: 'release' });
  }

  told(text: string): void {
    this.notice = { atMs: this.#ports.clock.nowMs(), code: 'no-record', text };
    this.touch();
  }

  /** A live answer for this agent (BP-4): joined at once, or offered where the campaign waits for Accept (BP-6). */
  deliver(campaignId: CampaignId, contact: FakeContact): void {
    const campaign = this.#campaign(campaignId);
    const nowMs = this.#ports.clock.nowMs();
    const interactionId = `int-${this.agentId}-${++this.#count}` as InteractionId;
    const callId = `call-${this.agentId}-${this.#count}` as CallId;
    const inHand = { interactionId, campaignId, callId };
    const expiresAtMs = campaign.answer === 'manual' ? nowMs + campaign.offerTimeoutMs : null;
    this.interaction = {
      ...this.#picturedFor(campaign, contact),
      ...{ interactionId, callId, expiresAtMs },
      state: expiresAtMs === null ? 'connecting' : 'offered',
      attemptId: `att-${callId}`,
    };
    if (expiresAtMs === null) {
      this.apply({ type: 'join', inHand });
      this.connected();
      return;
    }
    this.apply({ type: 'offer', inHand, expiresAtMs });
    this.#timer = this.#ports.clock.after(campaign.offerTimeoutMs, () => this.letPass('offer timed out'));
  }

  #picturedFor(campaign: FakeCampaign, contact: FakeContact) {
    const { campaignId } = campaign;
    return {
      campaignId,
      campaignName: campaign.name,
      direction: 'outbound' as const,
      contactId: contact.contactId,
      contactName: contact.name,
      number: contact.number,
      numbers: [...(contact.numbers ?? [contact.number])],
      callerIds: [...campaign.callerIds],
      attempts: 0,
      callStatus: null,
      redialsLeft: 0,
      fields: { ...contact.fields },
      origin: 'outbound campaign call',
      sinceMs: this.#ports.clock.nowMs(),
      wrapUpCodes: [...campaign.wrapUpCodes],
      wrapUpMandatory: campaign.wrapUpMandatory,
      wrapUpCode: null,
      notes: '',
      screenPopUrl: null,
      callback: null,
      caseInformation: [],
      history: [],
      guide: null,
      fromCallback: null,
      verdict: null,
      canLeaveMessage: campaign.canLeaveMessage ?? false,
    };
  }

  accept(): void {
    const { interaction } = this;
    if (interaction?.callId === null) {
      const inHand = { interactionId: interaction.interactionId as InteractionId, campaignId: interaction.campaignId };
      const expiresAtMs = this.#ports.clock.nowMs() + PREVIEW_MS;
      this.#set({ state: 'preview', expiresAtMs });
      this.apply({ type: 'preview', inHand: { ...inHand, callId: null }, expiresAtMs });
      return;
    }
    this.apply({ type: 'accept' });
    this.#timer?.cancel();
    this.#patch({ state: 'connecting', expiresAtMs: null, origin: 'outbound campaign call: connecting…' });
  }

  /** GW-9, GW-12: the record returns to the top, the agent goes not ready. */
  letPass(reason: string): void {
    const { interaction } = this;
    this.#timer?.cancel();
    this.interaction = null;
    try {
      this.apply({ type: 'let-pass', reason });
    } catch (refused) {
      this.interaction = interaction;
      throw refused;
    }
    if (interaction === null) return;
    const { contactId, contactName: name, number, fields, campaignId } = interaction;
    this.#ports.returned({ contactId, name, number, fields }, campaignId);
  }

  /** The person is on the line. */
  connected(): void {
    const who = this.interaction?.contactName ?? '';
    this.#set({ state: 'talking', origin: `outbound campaign call to ${who}` });
    this.apply({ type: 'connected' });
  }

  hold(): void {
    this.apply({ type: 'hold' });
    this.#patch({ state: 'held' });
  }

  /** Mute, record, consult and the like: what the shared machine allows, and what then stands on the line. */
  control(
    event: { type: 'mute' | 'press' | 'record' | 'transfer' | 'consult' | 'return' | 'complete-transfer' },
    line: Partial<LinePicture>,
  ): void {
    this.apply(event);
    const before = this.inHand().line ?? QUIET_LINE;
    this.#patch({ state: this.presence.kind as Interaction['state'], line: { ...before, ...line } });
  }

  resume(): void {
    this.apply({ type: 'resume' });
    this.#patch({ state: 'talking' });
  }

  /** WX-11: refused while the call is on hold. */
  hangUp(): void {
    this.apply({ type: 'hang-up' });
    this.callOver();
  }

  /** The detector's word, while they talk. */
  heard(label: string, confidence: number): void {
    this.#patch({ verdict: { label, confidence } });
    this.touch();
  }

  /** BP-10: the message speaks for them, and they are free at once. */
  leaveMessage(): void {
    this.hangUp();
    this.#patch({ wrapUpCode: 'voicemail-left' });
    this.#finish('agent');
  }

  callOver(): void {
    const limitMs = this.interaction === null ? null : this.#campaign(this.interaction.campaignId).wrapUpLimitMs;
    const nowMs = this.#ports.clock.nowMs();
    this.#set({ state: 'wrap-up', sinceMs: nowMs });
    this.apply({ type: 'call-over', wrapUpLimitAtMs: limitMs === null ? null : nowMs + limitMs });
    if (limitMs !== null) this.#timer = this.#ports.clock.after(limitMs, () => this.#finish('limit'));
  }

  setCode(code: string | null, notes: string): void {
    const interaction = this.inHand();
    const allowed = interactionTransition(interaction.state, 'set-code');
    if (!allowed.ok) throw new ProblemError('not-in-wrap-up', `The interaction is ${interaction.state}.`);
    const codes = interaction.wrapUpCodes.map((known) => known.code);
    if (code !== null && !codes.includes(code)) {
      throw new ProblemError('unknown-wrap-up-code', `“${code}” is none of ${codes.join(', ')}.`, { codes });
    }
    this.#patch({ wrapUpCode: code, notes });
  }

  done(stop: boolean): void {
    if (this.presence.kind === 'reserved') {
      this.decline('later', stop);
      return;
    }
    this.stopped = stop;
    const { wrapUpMandatory, wrapUpCode, wrapUpCodes } = this.inHand();
    if (this.presence.kind === 'wrap-up' && wrapUpMandatory && wrapUpCode === null) {
      throw new ProblemError('wrap-up-code-required', 'No code is set.', { codes: wrapUpCodes.map((c) => c.code) });
    }
    this.#finish('agent');
  }

  inHand(interactionId?: string): Interaction {
    const { interaction } = this;
    if (interaction === null || (interactionId !== undefined && interaction.interactionId !== interactionId)) {
      throw new ProblemError('unknown-interaction', 'You have no such interaction in hand.');
    }
    return interaction;
  }

  #finish(by: FakeWrapUp['by']): void {
    const { interaction } = this;
    const answer = agentTransition(this.presence, { type: 'finish' }, this.#ports.clock.nowMs());
    if (!answer.ok) throw new ProblemError(answer.refused, `You are ${this.presence.kind}.`);
    this.#timer?.cancel();
    this.last = interaction;
    this.interaction = null;
    this.apply({ type: 'finish' });
    if (interaction === null) return;
    const { contactId, campaignId, wrapUpCode: code, notes } = interaction;
    this.#ports.wrappedUp({ agentId: this.agentId, contactId, campaignId, code, notes, by });
  }

  #campaign(campaignId: CampaignId): FakeCampaign {
    const campaign = this.#ports.campaigns().find((one) => one.campaignId === campaignId);
    if (campaign === undefined) throw new ProblemError('unknown-campaign', `No campaign ${campaignId}.`);
    return campaign;
  }

  #set(change: Partial<Interaction>): void {
    if (this.interaction !== null) this.interaction = { ...this.interaction, ...change };
  }

  #patch(change: Partial<Interaction>): void {
    this.#set(change);
    this.touch();
  }
}
