/**
 * From a live answer to an agent, inside the connect window.
 *
 * A person who wants an agent gets the one reserved for the call (GCC-3), else the longest idle ready one (BP-4), joined
 * at once or by an offer (BP-6); an offer that is let pass goes to the next (GW-9, GW-12). When the window passes first,
 * the call is abandoned. An agent who is reserved is offered the call while it is being set up, so that Accept is not bound
 * to the window; let pass before anybody answered, the next ready agent is offered it. With none it rings as long as the law
 * wants, for whoever comes free meanwhile, and is given up then; its record returns to the top.
 */
import type { Clock, IdSource, InteractionId } from '@outdial/shared';
import type { Agent, Interaction } from '../agents/agent.ts';
import type { Floor } from '../agents/floor.ts';
import { newInteraction, originText } from '../agents/interaction.ts';
import type { FactSink } from '../ports.ts';
import type { PortResult, Telephony } from '../telephony/port.ts';
import type { Call } from './call.ts';
import { hangUp } from './hang-up.ts';
import type { Messages } from './messages.ts';

export interface DeliveryParts {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly telephony: Telephony;
  readonly floor: Floor;
  readonly sink: FactSink;
  readonly messages: Messages;
  /** Agent and contact hear each other. */
  readonly connected: (call: Call) => void;
}

/** The least that is left of the window when a verdict came late. */
const LEAST_WINDOW_MS = 200;
/** The message of an abandoned call starts so long before the window ends that it is heard inside it. */
const MESSAGE_LEAD_MS = 100;

const OFFER_PASSED = 'let an offered call pass';

export class Delivery {
  readonly #parts: DeliveryParts;

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
  }

  /** The call is being dialed for the agent who is reserved: offered at once, or heard ringing, as the campaign says. */
  prepare(call: Call, agent: Agent): void {
    const { answer, joinAt, offerTimeoutMs } = call.config;
    if (answer === 'manual') this.#offer(call, agent, this.#parts.clock.nowMs() + offerTimeoutMs);
    else if (joinAt === 'ringing') {
      call.attended = true;
      const interaction = newInteraction(this.#parts.ids<InteractionId>(), call, false);
      this.#parts.floor.step(agent, { type: 'join', inHand: inHandOf(call, interaction) }, interaction);
    }
  }

  /** The answer was judged to want an agent: the connect window runs from the end of the person's greeting. */
  want(call: Call): void {
    const { clock } = this.#parts;
    const nowMs = clock.nowMs();
    call.campaign.unattended.delete(call);
    call.wantedAtMs = nowMs;
    if (!call.isPerson || call.windowFromMs === null) call.windowFromMs = nowMs;
    if (!call.step('judged-live', nowMs)) return;
    call.windowTimer = clock.after(windowEnd(call) - nowMs, () => this.#windowPassed(call));
    this.#place(call);
  }

  /** The detector's word came while an agent had the call, or was being asked: it is shown to them. */
  verdictTold(call: Call): void {
    const { agent, verdict } = call;
    if (agent === null || agent.call !== call || agent.interaction === null || verdict === null) return;
    const { label, confidence } = verdict;
    agent.interaction.picture = { ...agent.interaction.picture, verdict: { label, confidence } };
    this.#parts.floor.tell(agent);
  }

  /** Nobody is to have it any more: whoever was offered it is free. */
  takeBack(call: Call): void {
    const { agent } = call;
    call.campaign.waiting.delete(call);
    call.windowTimer?.cancel();
    this.#takeBack(call);
    if (agent?.call !== call) return;
    agent.call = null;
    this.#parts.floor.step(agent, { type: 'withdraw' });
  }

  /** A live answer that an agent got: counted once, and not before the detector has said that it is one. */
  account(call: Call): void {
    if (call.accounted || call.connectedAtMs === null || !call.isPerson || call.judgedLater) return;
    call.accounted = true;
    call.liveEnd = 'connected';
    const waitMs = call.connectedAtMs - (call.windowFromMs ?? call.connectedAtMs);
    const { agent, campaign } = call;
    const named = agent === null ? {} : { agentId: agent.id };
    campaign.observe({ type: 'connected', atMs: this.#parts.clock.nowMs(), waitMs, ...named });
  }

  /** BP-8: the contact goes to another agent, who is ready. */
  handOn(call: Call, agent: Agent, interaction: Interaction): void {
    call.agent = agent;
    call.attended = false;
    call.heardRinging = false;
    agent.call = call;
    this.#parts.floor.step(agent, { type: 'join', inHand: inHandOf(call, interaction) }, interaction);
    this.#connect(call, agent);
  }

  /** The phone of the agent kept for it is up: whoever waited for that is joined. */
  phoneUp(agent: Agent): void {
    if (agent.call?.state === 'waiting' && agent.call.agent === agent) this.#place(agent.call);
  }

  /** An agent became ready: the person who has waited the longest in any of their campaigns is theirs. */
  freed(agent: Agent): void {
    let longest: Call | undefined;
    for (const campaign of agent.campaigns) {
      const [first] = campaign.waiting;
      if (first !== undefined && (longest === undefined || windowEnd(first) < windowEnd(longest))) longest = first;
    }
    if (longest !== undefined) {
      this.#place(longest);
      return;
    }
    for (const campaign of agent.campaigns) {
      const [ringing] = campaign.unattended;
      if (ringing === undefined || ringing.leaving || !agent.takesCallsOf(campaign)) continue;
      this.#passTo(ringing, agent);
      return;
    }
  }

  accept(agent: Agent): void {
    const { call } = agent;
    if (call === null || call.leaving) return;
    call.offerTimer?.cancel();
    if (call.wantedAtMs === null) {
      // Nobody is there yet: the agent waits on the line.
      call.attended = true;
      this.#parts.floor.step(agent, { type: 'accept' });
      return;
    }
    call.step('join', this.#parts.clock.nowMs());
    this.#parts.floor.step(agent, { type: 'accept' });
    this.#connect(call, agent);
  }

  /** Rejected, or the offer's time passed: the agent goes not ready, the person to the next one. */
  letPass(agent: Agent, reason = OFFER_PASSED): void {
    const { call } = agent;
    agent.call = null;
    if (call !== null) this.#takeBack(call);
    this.#parts.floor.step(agent, { type: 'let-pass', reason });
    if (call === null) return;
    if (call.answeredAtMs === null && call.direction === 'outbound') this.#passOn(call, reason);
    else this.#place(call);
  }

  /** Nobody answered yet, and the agent for whom it rings let it pass. */
  #passOn(call: Call, reason: string): void {
    if (call.leaving || call.agent !== null || call.answeredAtMs !== null) return;
    const { clock, telephony } = this.#parts;
    const { campaign } = call;
    const next = campaign.idle.first();
    if (next !== undefined) {
      this.#passTo(call, next);
      return;
    }
    const rungMs = call.state === 'ringing' ? clock.nowMs() - call.sinceMs : 0;
    const leftMs = campaign.minRingMs - rungMs;
    if (leftMs > 0) {
      campaign.unattended.add(call);
      call.ringTimer = clock.after(leftMs, () => this.#passOn(call, reason));
      return;
    }
    campaign.unattended.delete(call);
    call.toTop = true;
    hangUp(telephony, call, 'agent', reason);
  }

  #passTo(call: Call, agent: Agent): void {
    call.campaign.unattended.delete(call);
    call.ringTimer?.cancel();
    call.ringTimer = null;
    call.agent = agent;
    agent.call = call;
    this.prepare(call, agent);
  }

  #place(call: Call): void {
    if (call.leaving || call.state !== 'waiting') return;
    const { campaign } = call;
    const agent = call.agent ?? campaign.idle.first();
    // A phone on demand that is being called is worth waiting for, inside the window.
    if (agent !== undefined && call.agent === agent && agent.phone.state === 'calling' && !call.heardRinging) return;
    if (agent === undefined) {
      campaign.waiting.add(call);
      return;
    }
    campaign.waiting.delete(call);
    call.agent = agent;
    agent.call = call;
    if (call.attended) {
      call.step('join', this.#parts.clock.nowMs());
      this.#parts.floor.tell(agent);
      this.#connect(call, agent);
    } else if (agent.presence.kind === 'offered') this.#hasten(call, agent, agent.presence.expiresAtMs);
    else if (call.config.answer === 'automatic') this.#join(call, agent);
    else this.#offer(call, agent, this.#parts.clock.nowMs() + call.config.offerTimeoutMs);
  }

  /** Somebody is there, and the agent has not accepted yet: the offer now ends with the connect window. */
  #hasten(call: Call, agent: Agent, untilMs: number): void {
    const { clock, floor } = this.#parts;
    const expiresAtMs = Math.min(untilMs, windowEnd(call));
    call.offerTimer?.cancel();
    call.offerTimer = clock.after(expiresAtMs - clock.nowMs(), () => this.letPass(agent));
    floor.step(agent, { type: 'hasten', expiresAtMs });
  }

  #join(call: Call, agent: Agent): void {
    call.step('join', this.#parts.clock.nowMs());
    const interaction = newInteraction(this.#parts.ids<InteractionId>(), call, true);
    this.#parts.floor.step(agent, { type: 'join', inHand: inHandOf(call, interaction) }, interaction);
    this.#connect(call, agent);
  }

  #offer(call: Call, agent: Agent, untilMs: number): void {
    const { clock, floor, ids } = this.#parts;
    const nowMs = clock.nowMs();
    const expiresAtMs = call.wantedAtMs === null ? untilMs : Math.min(untilMs, windowEnd(call));
    const interaction = newInteraction(ids<InteractionId>(), call, false);
    call.version += 1;
    call.offerTimer = clock.after(expiresAtMs - nowMs, () => this.letPass(agent));
    floor.step(agent, { type: 'offer', inHand: inHandOf(call, interaction), expiresAtMs }, interaction);
  }

  #connect(call: Call, agent: Agent): void {
    const { telephony } = this.#parts;
    const told = (result: PortResult): void => {
      if (call.state !== 'connecting' || call.agent !== agent || call.leaving) return;
      if (result.ok) this.#connected(call, agent);
      else this.#notConnected(call, agent, result);
    };
    // WX-1: who heard it ring is with the person already.
    if (call.heardRinging) told({ ok: true });
    else if (call.direction === 'outbound' || call.answeredAtMs !== null) {
      telephony.connect(call.id, agent.id, told);
    } else {
      telephony.answer(call.id, (result) => {
        if (result.ok && !call.leaving) telephony.connect(call.id, agent.id, told);
        else told(result);
      });
    }
  }

  #connected(call: Call, agent: Agent): void {
    const { clock, floor, sink, telephony } = this.#parts;
    const nowMs = clock.nowMs();
    call.windowTimer?.cancel();
    call.offerTimer?.cancel();
    call.step('joined', nowMs);
    const first = call.connectedAtMs === null;
    call.connectedAtMs ??= nowMs;
    call.talkedWith = agent.id;
    call.campaign.unconnected.delete(call);
    const waitMs = nowMs - (call.windowFromMs ?? nowMs);
    const counted = first && call.direction === 'outbound';
    if (call.direction === 'outbound') this.account(call);
    if (agent.interaction !== null) {
      agent.interaction.picture = { ...agent.interaction.picture, origin: originText(call, true) };
    }
    floor.step(agent, { type: 'connected' });
    // WX-8: the agent alone hears that somebody is there.
    if (!call.heardRinging) telephony.playToAgent(agent.id, { kind: 'tone', tone: 'zip' });
    this.#parts.connected(call);
    const interactionId = agent.interaction?.picture.interactionId;
    if (interactionId === undefined || !counted) return;
    sink.fact({ type: 'connected', attemptId: call.attemptId, agentId: agent.id, interactionId, waitMs });
  }

  #notConnected(call: Call, agent: Agent, { code, message }: Extract<PortResult, { ok: false }>): void {
    const { clock, floor, telephony } = this.#parts;
    call.step('join-failed', clock.nowMs());
    this.#takeBack(call);
    agent.call = null;
    const phoneFailed = code === 'phone-unreachable' || code === 'no-such-agent-phone';
    // Handed on by another agent, the person has had their talk: nobody else is rung for them.
    if (call.connectedAtMs !== null) hangUp(telephony, call, 'us', `could not be handed on: ${message}`);
    if (phoneFailed) floor.step(agent, { type: 'set-not-ready', reason: `phone unreachable: ${message}` });
    else hangUp(telephony, call, 'us', `could not be connected: ${message}`);
    floor.step(agent, { type: 'withdraw' });
    this.#place(call);
  }

  #windowPassed(call: Call): void {
    if (call.leaving) return;
    const { agent } = call;
    call.campaign.waiting.delete(call);
    const abandons = call.isPerson && call.direction === 'outbound';
    if (abandons) this.#abandoned(call);
    const { attended } = call;
    if (!attended) this.#takeBack(call);
    if (!abandons || attended || !this.#parts.messages.excuse(call)) {
      hangUp(this.#parts.telephony, call, 'us', `no agent within the connect window of ${call.windowMs} ms`);
    }
    // Whoever was on the call from the first wraps it up.
    if (attended) return;
    if (agent === null) return;
    agent.call = null;
    if (agent.presence.kind === 'offered') {
      this.#parts.floor.step(agent, { type: 'let-pass', reason: OFFER_PASSED });
    } else this.#parts.floor.step(agent, { type: 'withdraw' });
  }

  /** Told at once: the budget does not wait for the end of a message. */
  #abandoned(call: Call): void {
    const nowMs = this.#parts.clock.nowMs();
    call.liveEnd = 'abandoned';
    call.accounted = true;
    call.campaign.observe({ type: 'abandoned', atMs: nowMs, waitMs: nowMs - (call.windowFromMs ?? nowMs) });
  }

  /** The call is nobody's again. */
  #takeBack(call: Call): void {
    call.agent = null;
    call.attended = false;
    call.version += 1;
    call.offerTimer?.cancel();
    call.offerTimer = null;
  }
}

/** COMPLIANCE: so long after the person's completed greeting; a message for the abandoned has to begin inside it. */
function windowEnd(call: Call): number {
  const { abandonMessageId } = call.config;
  const lead = call.isPerson && call.direction === 'outbound' && abandonMessageId !== null ? MESSAGE_LEAD_MS : 0;
  const end = (call.windowFromMs ?? call.wantedAtMs ?? 0) + call.windowMs - lead;
  return Math.max(end, (call.wantedAtMs ?? 0) + Math.min(LEAST_WINDOW_MS, call.windowMs));
}

function inHandOf(call: Call, interaction: ReturnType<typeof newInteraction>) {
  return { interactionId: interaction.picture.interactionId, campaignId: call.campaign.id, callId: call.id };
}
