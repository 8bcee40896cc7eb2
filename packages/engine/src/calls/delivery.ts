/**
 * From a live answer to an agent, inside the connect window.
 *
 * A person who wants an agent gets the one reserved for the call (GCC-3), else the longest idle ready one (BP-4), joined
 * at once or by an offer (BP-6); an offer that is let pass goes to the next (GW-9, GW-12). When the window passes first,
 * the call is abandoned.
 */
import type { Clock, IdSource, InteractionId } from '@outdial/shared';
import type { Agent } from '../agents/agent.ts';
import type { Floor } from '../agents/floor.ts';
import { newInteraction, originText } from '../agents/interaction.ts';
import type { FactSink } from '../ports.ts';
import type { PortResult, Telephony } from '../telephony/port.ts';
import type { Call } from './call.ts';
import { hangUp } from './hang-up.ts';

export interface DeliveryParts {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly telephony: Telephony;
  readonly floor: Floor;
  readonly sink: FactSink;
}

const OFFER_PASSED = 'let an offered call pass';

export class Delivery {
  readonly #parts: DeliveryParts;

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
  }

  /** The answer was judged to want an agent: the connect window starts now. */
  want(call: Call): void {
    const { clock } = this.#parts;
    call.wantedAtMs = clock.nowMs();
    if (!call.step('judged-live', call.wantedAtMs)) return;
    call.windowTimer = clock.after(call.campaign.config.connectWithinMs, () => this.#windowPassed(call));
    this.#place(call);
  }

  /** An agent became ready: the person who has waited the longest in any of their campaigns is theirs. */
  freed(agent: Agent): void {
    let longest: Call | undefined;
    for (const campaign of agent.campaigns) {
      const [first] = campaign.waiting;
      if (first !== undefined && (longest === undefined || windowEnd(first) < windowEnd(longest))) longest = first;
    }
    if (longest !== undefined) this.#place(longest);
  }

  accept(agent: Agent): void {
    const { call } = agent;
    if (call === null || call.leaving) return;
    call.offerTimer?.cancel();
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
    if (call !== null) this.#place(call);
  }

  #place(call: Call): void {
    if (call.leaving || call.state !== 'waiting') return;
    const { campaign } = call;
    const agent = call.agent ?? campaign.idle.first();
    if (agent === undefined) {
      campaign.waiting.add(call);
      return;
    }
    campaign.waiting.delete(call);
    call.agent = agent;
    agent.call = call;
    if (campaign.config.answer === 'automatic') this.#join(call, agent);
    else this.#offer(call, agent);
  }

  #join(call: Call, agent: Agent): void {
    call.step('join', this.#parts.clock.nowMs());
    const interaction = newInteraction(this.#parts.ids<InteractionId>(), call, true);
    this.#parts.floor.step(agent, { type: 'join', inHand: inHandOf(call, interaction) }, interaction);
    this.#connect(call, agent);
  }

  #offer(call: Call, agent: Agent): void {
    const { clock, floor, ids } = this.#parts;
    const nowMs = clock.nowMs();
    const expiresAtMs = Math.min(nowMs + call.campaign.config.offerTimeoutMs, windowEnd(call));
    const interaction = newInteraction(ids<InteractionId>(), call, false);
    call.version += 1;
    call.offerTimer = clock.after(expiresAtMs - nowMs, () => this.letPass(agent));
    floor.step(agent, { type: 'offer', inHand: inHandOf(call, interaction), expiresAtMs }, interaction);
  }

  #connect(call: Call, agent: Agent): void {
    this.#parts.telephony.connect(call.id, agent.id, (result) => {
      if (call.state !== 'connecting' || call.agent !== agent || call.leaving) return;
      if (result.ok) this.#connected(call, agent);
      else this.#notConnected(call, agent, result);
    });
  }

  #connected(call: Call, agent: Agent): void {
    const { clock, floor, sink, telephony } = this.#parts;
    const nowMs = clock.nowMs();
    call.cancelTimers();
    call.step('joined', nowMs);
    call.connectedAtMs = nowMs;
    call.campaign.unconnected.delete(call);
    const waitMs = nowMs - (call.wantedAtMs ?? nowMs);
    if (call.isPerson) {
      call.liveEnd = 'connected';
      call.campaign.observe({ type: 'connected', atMs: nowMs, waitMs, agentId: agent.id });
    }
    if (agent.interaction !== null) {
      agent.interaction.picture = { ...agent.interaction.picture, origin: originText(call.record, true) };
    }
    floor.step(agent, { type: 'connected' });
    // WX-8: the agent alone hears that somebody is there.
    telephony.playToAgent(agent.id, { kind: 'tone', tone: 'zip' });
    const interactionId = agent.interaction?.picture.interactionId;
    if (interactionId === undefined) return;
    sink.fact({ type: 'connected', attemptId: call.attemptId, agentId: agent.id, interactionId, waitMs });
  }

  #notConnected(call: Call, agent: Agent, { code, message }: Extract<PortResult, { ok: false }>): void {
    const { clock, floor, telephony } = this.#parts;
    call.step('join-failed', clock.nowMs());
    this.#takeBack(call);
    agent.call = null;
    const phoneFailed = code === 'phone-unreachable' || code === 'no-such-agent-phone';
    if (phoneFailed) floor.step(agent, { type: 'set-not-ready', reason: `phone unreachable: ${message}` });
    else hangUp(telephony, call, 'us', `could not be connected: ${message}`);
    floor.step(agent, { type: 'withdraw' });
    this.#place(call);
  }

  #windowPassed(call: Call): void {
    if (call.leaving) return;
    const { agent } = call;
    call.campaign.waiting.delete(call);
    if (call.isPerson) call.liveEnd = 'abandoned';
    const { connectWithinMs } = call.campaign.config;
    this.#takeBack(call);
    hangUp(this.#parts.telephony, call, 'us', `no agent within the connect window of ${connectWithinMs} ms`);
    if (agent === null) return;
    agent.call = null;
    if (agent.presence.kind === 'offered') {
      this.#parts.floor.step(agent, { type: 'let-pass', reason: OFFER_PASSED });
    } else this.#parts.floor.step(agent, { type: 'withdraw' });
  }

  /** The call is nobody's again. */
  #takeBack(call: Call): void {
    call.agent = null;
    call.version += 1;
    call.offerTimer?.cancel();
    call.offerTimer = null;
  }
}

function windowEnd(call: Call): number {
  return (call.wantedAtMs ?? 0) + call.campaign.config.connectWithinMs;
}

function inHandOf(call: Call, interaction: ReturnType<typeof newInteraction>) {
  return { interactionId: interaction.picture.interactionId, campaignId: call.campaign.id, callId: call.id };
}
