/** Calls under way, from the dial to the end: what the carrier tells of each, and what is made of it. */
import type { CallId, Clock, EndedBy, IdSource, Outcome, Random } from '@outdial/shared';
import type { Agent } from '../agents/agent.ts';
import type { Floor } from '../agents/floor.ts';
import { originText } from '../agents/interaction.ts';
import type { Transfers } from '../agents/transfers.ts';
import type { WrapUp } from '../agents/wrap-up.ts';
import type { Launch } from '../campaigns/campaign.ts';
import type { FactSink } from '../ports.ts';
import type { Screening } from '../screening/screening.ts';
import type { CallEvent, EndCause, Telephony } from '../telephony/port.ts';
import { BeepWait } from './beep-wait.ts';
import { Call } from './call.ts';
import type { Delivery } from './delivery.ts';
import { concludeCall } from './ending.ts';
import { hangUp } from './hang-up.ts';
import { tellIncoming } from './incoming.ts';
import { joinsAt } from './joins-at.ts';
import type { Messages } from './messages.ts';
import { actOn } from './on-verdict.ts';
import { ANSWERED, type Heard } from './outcome.ts';
import { ScreeningStage } from './screening-stage.ts';

export interface CallDeskParts {
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Which machine verdicts an agent checks. */
  readonly random: Random;
  readonly messages: Messages;
  readonly telephony: Telephony;
  readonly screening: Screening;
  readonly sink: FactSink;
  readonly floor: Floor;
  readonly wrapUp: WrapUp;
  readonly delivery: Delivery;
  readonly transfers: Transfers;
  /** Something that the pacer should look at: an answer, an end. */
  readonly stirred: (call: Call) => void;
  readonly ended: (call: Call) => void;
  /** Its agent let it pass before anybody answered: the record goes back to the top of the list (GW-9). */
  readonly passed: (call: Call) => void;
}

export class CallDesk {
  readonly #parts: CallDeskParts;
  readonly #screening: ScreeningStage;
  readonly #calls = new Map<CallId, Call>();

  constructor(parts: CallDeskParts) {
    this.#parts = parts;
    this.#screening = new ScreeningStage({
      ...parts,
      judged: (call, heard) => this.#judged(call, heard),
      beep: (call) => call.beepWait?.beep(),
    });
  }

  get(callId: CallId): Call | undefined {
    return this.#calls.get(callId);
  }

  all(): IterableIterator<Call> {
    return this.#calls.values();
  }

  get size(): number {
    return this.#calls.size;
  }

  /** Originates the call of a granted intent. */
  dial(launch: Launch): void {
    const { clock, ids, telephony } = this.#parts;
    const { attemptId, campaign, config, stocked, byHand } = launch;
    const { record, leaseId } = stocked;
    const agent = byHand?.agent ?? launch.agent;
    const call = new Call({
      id: byHand?.callId ?? ids<CallId>(),
      attemptId,
      campaign,
      config,
      record,
      leaseId,
      launchedAtMs: launch.atMs,
      dialedAtMs: clock.nowMs(),
      agent,
    });
    if (agent !== null) agent.call = call;
    this.#calls.set(call.id, call);
    campaign.calls.add(call);
    campaign.unconnected.add(call);
    const callerId = config.callerIds.find(({ number }) => number === byHand?.callerId) ?? config.callerIds[0];
    if (callerId === undefined) {
      this.#over(call, 'failed');
      return;
    }
    if (agent !== null) this.#prepare(call, agent, byHand !== null);
    const listens = hearsItRing(call) && agent?.phone.state === 'up';
    call.heardRinging = listens;
    telephony.dial(
      {
        ...(listens && agent !== null ? { agentId: agent.id } : {}),
        callId: call.id,
        attemptId,
        campaignId: campaign.id,
        number: record.number,
        callerId: { number: callerId.number, ...(callerId.name === undefined ? {} : { name: callerId.name }) },
        ringTimeoutMs: config.ringTimeoutMs,
      },
      (event) => this.heard(call, event),
    );
  }

  #prepare(call: Call, agent: Agent, byHand: boolean): void {
    if (!byHand) {
      this.#parts.delivery.prepare(call, agent);
      return;
    }
    call.attended = true;
    if (agent.interaction !== null) {
      const { attemptId } = call;
      agent.interaction.call = call;
      agent.interaction.picture = { ...agent.interaction.picture, attemptId, callId: call.id };
    }
    this.#parts.floor.tell(agent);
  }

  /** A call that was not dialed here is one of ours now. */
  adopt(call: Call): void {
    this.#calls.set(call.id, call);
  }

  hangUp(call: Call, by: EndedBy, detail: string): void {
    hangUp(this.#parts.telephony, call, by, detail);
  }

  /** Stops listening to everything, for good. */
  close(): void {
    for (const call of this.#calls.values()) {
      call.cancelTimers();
      call.ear?.close();
    }
    this.#calls.clear();
  }

  /** What the carrier tells of a call. */
  heard(call: Call, event: CallEvent): void {
    if (call.state === 'ended') return;
    switch (event.type) {
      case 'ringing':
        call.step('ring', this.#parts.clock.nowMs());
        this.#show(call);
        return;
      case 'early-media':
        if (call.answeredAtMs === null) this.#screening.hearEarly(call);
        return;
      case 'answered':
        this.#answered(call);
        return;
      case 'target-lost':
        this.#parts.transfers.targetLost(call);
        return;
      case 'agent-leg-lost':
        this.hangUp(call, 'network', "the agent's phone was lost");
        return;
      case 'ended':
        this.#over(call, event.cause);
        return;
      case 'playback-finished':
        this.#parts.messages.finished(call, event.playbackId, event.completed);
        return;
      case 'dtmf':
        this.#parts.messages.pressed(call, event.digit);
        return;
    }
  }

  #answered(call: Call): void {
    const nowMs = this.#parts.clock.nowMs();
    if (call.direction === 'inbound') {
      call.answeredAtMs = nowMs;
      return;
    }
    if (!call.step('answer', nowMs)) return;
    call.answeredAtMs = nowMs;
    const ringMs = nowMs - call.launchedAtMs;
    this.#parts.sink.fact({ type: 'answered', attemptId: call.attemptId, ringMs: nowMs - call.dialedAtMs });
    call.campaign.observe({ type: 'answered', atMs: nowMs, ringMs });
    if (call.leaving) return;
    const { enabled, connect } = call.config.detection;
    if (enabled) this.#screening.begin(call);
    if (enabled && connect === 'after-verdict' && !hearsItRing(call)) {
      this.#show(call);
      this.#parts.stirred(call);
      return;
    }
    if (!enabled) {
      this.#screening.end(call);
      call.heard = null;
    }
    call.campaign.observe({ type: 'screened', atMs: nowMs, screeningMs: 0, verdict: 'live' });
    this.#parts.delivery.want(call);
    this.#parts.stirred(call);
  }

  #judged(call: Call, heard: Heard): 'listen' | 'stop' {
    const goesOn = call.state === 'screening' ? this.#judgedFirst(call, heard) : this.#judgedLater(call, heard);
    this.#parts.stirred(call);
    return goesOn;
  }

  /** Nobody has been asked for yet: the verdict decides who gets the call. */
  #judgedFirst(call: Call, heard: Heard): 'listen' | 'stop' {
    const { detection } = call.config;
    const act = this.#checks(call, heard) ? 'deliver' : actOn(heard, detection);
    const wantsAgent = act === 'deliver' || act === 'deliver-after-beep';
    this.#observeVerdict(call, heard, wantsAgent);
    if (heard === 'machine' && !wantsAgent) this.#machineEnded(call);
    switch (act) {
      case 'deliver':
        this.#parts.delivery.want(call);
        return 'stop';
      case 'deliver-after-beep':
        call.beepWait = new BeepWait(this.#parts.clock, call, detection.beepWaitMs, () => this.#afterBeep(call));
        return 'listen';
      case 'leave-message':
        this.#releaseReserved(call);
        this.#releaseAttending(call);
        return this.#leave(call);
      case 'hang-up':
        this.hangUp(call, 'us', `${heard} heard`);
        this.#releaseReserved(call);
        return 'stop';
    }
  }

  /** An agent has the call already, or is being found: the verdict ends it, or is told. */
  #judgedLater(call: Call, heard: Heard): 'listen' | 'stop' {
    const { detection } = call.config;
    const { delivery, messages } = this.#parts;
    delivery.verdictTold(call);
    const act = actOn(heard, detection);
    if (ANSWERED[heard] === 'live') {
      delivery.account(call);
      return 'stop';
    }
    if (act === 'deliver' || act === 'deliver-after-beep') return 'listen';
    const { agent } = call;
    const withAgent = agent !== null && (call.state === 'connected' || call.state === 'held');
    if (withAgent && detection.whileConnected === 'tell') return 'listen';
    if (heard === 'machine' && !withAgent) this.#machineEnded(call);
    // An agent who is just being joined, or has the call on hold, cannot leave it to a message.
    if (act === 'hang-up' || detection.messageId === null || call.state === 'held' || call.state === 'connecting') {
      this.hangUp(call, 'us', `${heard} heard`);
      return 'stop';
    }
    if (withAgent) {
      call.leftByVerdict = true;
      return messages.leaveFor(agent, call, detection.messageId) ? 'listen' : 'stop';
    }
    delivery.takeBack(call);
    return this.#leave(call);
  }

  /** Listening goes on until the beep; a call that takes no message now is hung up on. */
  #leave(call: Call): 'listen' | 'stop' {
    const { messageId } = call.config.detection;
    if (messageId !== null && this.#parts.messages.leave(call, messageId)) return 'listen';
    this.hangUp(call, 'us', 'machine heard');
    return 'stop';
  }

  #afterBeep(call: Call): void {
    if (call.leaving) return;
    call.ear?.close();
    call.ear = null;
    call.beepWait = null;
    this.#parts.delivery.want(call);
    this.#parts.stirred(call);
  }

  /** A few machine verdicts go to an agent, who says what it was: how many people are lost is learned from them. */
  #checks(call: Call, heard: Heard): boolean {
    const { checkedShare, onMachine } = call.config.detection;
    const ends = onMachine === 'hang-up' || onMachine === 'leave-message' || onMachine === null;
    if (heard !== 'machine' || !ends || checkedShare === 0) return false;
    if (!this.#parts.random.stream(`check ${call.attemptId}`).chance(checkedShare)) return false;
    call.checked = true;
    call.heard = 'unknown';
    return true;
  }

  /** Nobody hears what it was: the estimate of people lost grows. */
  #machineEnded({ campaign, config }: Call): void {
    campaign.account.verdictEnded(config.abandonWindow, this.#parts.clock.nowMs());
  }

  #observeVerdict(call: Call, heard: Heard, wantsAgent: boolean): void {
    const nowMs = this.#parts.clock.nowMs();
    const screeningMs = nowMs - (call.answeredAtMs ?? nowMs);
    const verdict = wantsAgent && heard !== 'unknown' ? 'live' : pacingVerdict(heard);
    call.campaign.observe({ type: 'screened', atMs: nowMs, screeningMs, verdict });
  }

  /** Nobody will come of this call: the reserved agent is free at once (GCC-3). */
  #releaseReserved(call: Call): void {
    const { agent } = call;
    if (agent?.call !== call) return;
    const { kind } = agent.presence;
    if (kind !== 'reserved' && kind !== 'offered') return;
    call.agent = null;
    call.offerTimer?.cancel();
    agent.call = null;
    this.#parts.floor.step(agent, { type: kind === 'reserved' ? 'release' : 'withdraw' });
  }

  /** BP-10: an agent who accepted before the answer need not wait for the end of a message. */
  #releaseAttending(call: Call): void {
    const { agent } = call;
    if (!call.attended || agent?.call !== call) return;
    call.agent = null;
    call.attended = false;
    call.leftByVerdict = true;
    agent.call = null;
    this.#parts.wrapUp.voicemailLeft(agent);
  }

  /** GW-11: whoever has the call in hand sees how far it is. */
  #show({ agent, attended }: Call): void {
    if (agent !== null && (attended || agent.presence.kind === 'offered')) this.#parts.floor.tell(agent);
  }

  /** What the end means to the system of record; null for a call that came in: it is no attempt. */
  #conclude(call: Call, cause: EndCause): Outcome | null {
    const { clock, sink } = this.#parts;
    if (call.direction === 'outbound') return concludeCall(call, cause, clock.nowMs(), sink);
    tellIncoming(sink, call, call.connectedAtMs === null ? 'missed' : 'ended', howEnded(call, cause));
    return null;
  }

  #over(call: Call, cause: EndCause): void {
    if (call.state === 'ended') return;
    const { clock, floor, wrapUp } = this.#parts;
    const nowMs = clock.nowMs();
    const { agent } = call;
    this.#screening.end(call);
    call.cancelTimers();
    call.campaign.waiting.delete(call);
    call.campaign.unattended.delete(call);
    call.step('end', nowMs);
    call.endedAtMs = nowMs;
    this.#calls.delete(call.id);
    call.campaign.calls.delete(call);
    call.campaign.unconnected.delete(call);
    this.#parts.transfers.callOver(call);
    const outcome = this.#conclude(call, cause);
    if (call.toTop) this.#parts.passed(call);
    this.#parts.ended(call);
    if (agent?.call === call) {
      agent.call = null;
      if (agent.interaction !== null) {
        // Nobody is being connected to any more (GW-10).
        const origin = originText(call, true);
        agent.interaction.picture = { ...agent.interaction.picture, callStatus: outcome, origin };
      }
      switch (agent.presence.kind) {
        case 'reserved':
          floor.step(agent, { type: 'release' });
          break;
        case 'offered':
          floor.step(agent, { type: 'withdraw' });
          break;
        case 'connecting':
          // BP-9, WX-12: an attempt that the agent was on is wrapped up, whatever came of it.
          if (call.attended) wrapUp.begin(agent);
          else floor.step(agent, { type: 'withdraw' });
          break;
        case 'talking':
        case 'held':
        case 'consulting':
          agent.today.calls += 1;
          wrapUp.begin(agent);
          break;
        default:
          break;
      }
    }
    this.#parts.stirred(call);
  }
}

/** The agent is on the line when it is answered: nobody waits for a verdict, which comes while they talk. */
function hearsItRing({ attended, config }: Call): boolean {
  return attended && joinsAt(config) === 'ringing';
}

/** Of a call that came in. */
function howEnded({ connectedAtMs, detail }: Call, cause: EndCause): string {
  if (detail !== null) return detail;
  if (cause !== 'hung-up-by-contact') return `ended by ${cause}`;
  return connectedAtMs === null ? 'the caller gave up' : 'the caller hung up';
}

function pacingVerdict(heard: Heard): 'live' | 'machine' | 'tone' | 'unknown' {
  if (heard === 'unknown') return 'unknown';
  if (heard === 'machine') return 'machine';
  return ANSWERED[heard] === 'live' ? 'live' : 'tone';
}
