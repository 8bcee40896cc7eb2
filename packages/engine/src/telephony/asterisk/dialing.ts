/** The way of a call from the dial to its end, told as the port tells it. */
import type { Timer } from '@outdial/shared';
import type { CallEvent, DialRequest } from '../port.ts';
import { AsteriskCall } from './call.ts';
import { CallEar, type EarParts } from './call-ear.ts';
import { endCause } from './end-cause.ts';
import type { LegEnd } from './leg.ts';
import { callKey } from './names.ts';
import type { Phone, Phones } from './phones.ts';
import type { Switchboard } from './switchboard.ts';
import type { Trunk } from './trunk.ts';

/** An agent of another node who is to hear it ring is waited for so long. */
const LISTENS_WITHIN_MS = 1_000;
/** Asterisk ends by itself, should we be gone, what is not answered so long after our own time-out. */
const BACKSTOP_S = 5;

export interface DialingParts {
  readonly board: Switchboard;
  readonly ears: EarParts;
  readonly phones: Phones;
  /** Without any word from the far end a call is given up after so long. */
  readonly setupLimitMs: number;
  readonly say: (words: string) => void;
  readonly answered: (call: AsteriskCall) => void;
  /** What the call held is free again; runs before its end is told. */
  readonly ended: (call: AsteriskCall) => void;
}

export class Dialing {
  readonly #parts: DialingParts;

  constructor(parts: DialingParts) {
    this.#parts = parts;
  }

  /** The trunk's line was taken for it. `phone`: the agent's who hears it ring, free (WX-1). */
  dial(request: DialRequest, trunk: Trunk, phone: Phone | null, listener: (event: CallEvent) => void): AsteriskCall {
    const { board, ears, setupLimitMs } = this.#parts;
    const { callId, callerId, number, ringTimeoutMs } = request;
    const ear = new CallEar(ears, callId);
    const call = new AsteriskCall(request, trunk, ear, listener);
    const channelId = board.name('call', callKey(callId, request.attemptId));
    if (phone !== null) {
      call.phone = phone;
      phone.call = call;
    }
    const join = phone === null ? ear.prepare() : (id: string) => this.#joinListener(call, phone, id);
    call.ringTimer = this.#giveUpAfter(call, Math.max(setupLimitMs, ringTimeoutMs));
    call.leg = board.call(
      {
        ...{ channelId, endpoint: trunk.endpoint(number) },
        answerWithinS: Math.ceil((setupLimitMs + ringTimeoutMs) / 1_000) + BACKSTOP_S,
        variables: callerVariables(callerId),
        beforeDial: () => join(channelId),
      },
      {
        ringing: () => this.#ringing(call),
        progress: () => this.#progress(call),
        up: () => this.#answered(call),
        dtmf: (digit) => call.tell({ type: 'dtmf', atMs: board.clock.nowMs(), digit }),
        gone: (end) => this.#gone(call, end),
      },
    );
    return call;
  }

  /** A call that an earlier life of the engine dialed, and that was answered. */
  takeOver(request: DialRequest, trunk: Trunk, channelId: string, listener: (event: CallEvent) => void): AsteriskCall {
    const { board, ears } = this.#parts;
    const call = new AsteriskCall(request, trunk, new CallEar(ears, request.callId), listener);
    trunk.carry();
    call.phase = 'answered';
    call.leg = board.take(channelId, {
      up: () => undefined,
      dtmf: (digit) => call.tell({ type: 'dtmf', atMs: board.clock.nowMs(), digit }),
      gone: (end) => this.#gone(call, end),
    });
    call.ear.answered(channelId);
    return call;
  }

  /** Where the agent is not there in time the call is dialed all the same. */
  async #joinListener(call: AsteriskCall, phone: Phone, channelId: string): Promise<void> {
    const { board, phones } = this.#parts;
    const late = Promise.withResolvers<null>();
    const patience = board.clock.after(LISTENS_WITHIN_MS, () => late.resolve(null));
    const bridgeId = await Promise.race([phones.reach(phone), late.promise]);
    patience.cancel();
    if (call.phone !== phone) return;
    if (bridgeId !== null) {
      await board.join(bridgeId, channelId);
      return;
    }
    call.phone = null;
    phones.free(phone);
    call.missed = phone.seat.agentId;
  }

  #ringing(call: AsteriskCall): void {
    if (call.leaving) return;
    if (!call.earlyMedia) this.#restartRingTimer(call);
    call.tell({ type: 'ringing', atMs: this.#parts.board.clock.nowMs() });
  }

  #progress(call: AsteriskCall): void {
    if (call.leaving || call.earlyMedia) return;
    call.earlyMedia = true;
    if (call.leg?.state !== 'ringing') this.#restartRingTimer(call);
    call.ear.open();
    call.tell({ type: 'early-media', atMs: this.#parts.board.clock.nowMs() });
  }

  #answered(call: AsteriskCall): void {
    call.ringTimer?.cancel();
    if (call.phase !== 'dialing') return;
    call.phase = 'answered';
    if (call.phone !== null) call.link = 'connected';
    call.ear.answered(call.channelId);
    this.#parts.answered(call);
    const atMs = this.#parts.board.clock.nowMs();
    call.tell({ type: 'answered', atMs });
    if (call.missed !== null) call.tell({ type: 'agent-leg-lost', atMs, agentId: call.missed });
  }

  #gone(call: AsteriskCall, end: LegEnd): void {
    const { clock } = this.#parts.board;
    const { trunk } = call;
    call.ringTimer?.cancel();
    call.ear.close();
    trunk?.release();
    const { failure, q850, sipStatus } = end;
    const ours = !end.byUs ? null : call.ringTimedOut ? 'ring-timeout' : 'hang-up';
    const cause = failure === null ? endCause({ ours, answered: end.wasUp, sipStatus, q850 }) : 'trunk-failure';
    const said = sipStatus === null ? `cause ${q850 ?? 'unknown'}` : `SIP ${sipStatus}`;
    if (failure !== null) this.#parts.say(`call ${call.request.callId} on trunk ${trunk?.name}: ${failure}`);
    if (cause === 'congestion') trunk?.congested(clock.nowMs(), said);
    this.#parts.ended(call);
    call.tellEnd({
      ...{ type: 'ended', atMs: clock.nowMs(), cause },
      ...(sipStatus === null ? {} : { sipStatus }),
      ...(q850 === null ? {} : { q850 }),
    });
  }

  #restartRingTimer(call: AsteriskCall): void {
    call.ringTimer?.cancel();
    call.ringTimer = this.#giveUpAfter(call, call.request.ringTimeoutMs);
  }

  #giveUpAfter(call: AsteriskCall, ms: number): Timer {
    return this.#parts.board.clock.after(ms, () => {
      if (call.phase !== 'dialing' || call.leaving) return;
      call.ringTimedOut = true;
      call.leg?.hangUp();
    });
  }
}

/** The person called sees number and name as those of a connected line: that is what Asterisk puts into From. */
function callerVariables({ name, number }: DialRequest['callerId']): Record<string, string> {
  return {
    'CALLERID(num)': number,
    'CONNECTEDLINE(num,i)': number,
    ...(name === undefined ? {} : { 'CONNECTEDLINE(name,i)': name }),
  };
}
