/** Calls that come in at the simulated carrier: people who missed a call ring back, at a seeded rate, and tests call whom they want. */
import type { AttemptId, CallId, CampaignId, Clock, E164, Random } from '@outdial/shared';
import { sampler } from '../../sim/distribution.ts';
import type { CallEvent, CarrierEvent, EndCause } from '../port.ts';
import { SimulatedCall } from './call.ts';
import type { Fate, Taker } from './fate.ts';
import type { CallProfile } from './profile.ts';

/** Somebody who calls, and how long they wait. */
export interface Caller {
  readonly from: E164 | null;
  readonly to: E164;
  /** Until they give up; for ever where it is left out. */
  readonly givesUpAfterMs?: number;
}

const RINGS_AT_ONCE: Fate = { ringsAtMs: null, earlyMediaAtMs: null, end: { type: 'nobody' } };
const MISSED: ReadonlySet<EndCause> = new Set(['ring-timeout', 'unavailable', 'hung-up-by-us']);

export interface CallersParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly profileOf: (campaignId: CampaignId) => CallProfile;
  /** False where the carrier has no line for it. */
  readonly arrived: (call: SimulatedCall) => boolean;
}

export class Callers {
  readonly #parts: CallersParts;
  #listener: (event: CarrierEvent) => void = () => undefined;
  #count = 0;

  constructor(parts: CallersParts) {
    this.#parts = parts;
  }

  listen(listener: (event: CarrierEvent) => void): void {
    this.#listener = listener;
  }

  tell(event: CarrierEvent): void {
    this.#listener(event);
  }

  call(caller: Caller, name = `in-${++this.#count}`, campaignId = '' as CampaignId): CallId {
    const { clock, random } = this.#parts;
    const stream = random.stream(name);
    const nowMs = clock.nowMs();
    const callId = name as CallId;
    let follower: (event: CallEvent) => void = () => undefined;
    const request = {
      ...{ callId, attemptId: name as AttemptId, campaignId, number: caller.from ?? caller.to },
      ...{ callerId: { number: caller.to }, ringTimeoutMs: Number.POSITIVE_INFINITY },
    };
    const call = new SimulatedCall(request, RINGS_AT_ONCE, nowMs, stream, (event) => follower(event));
    call.incoming = { taker: this.#taker(campaignId, stream), givesUpMs: nowMs + (caller.givesUpAfterMs ?? Infinity) };
    if (!this.#parts.arrived(call)) return callId;
    const { from, to } = caller;
    this.#listener({
      ...{ type: 'incoming', atMs: nowMs, callId, from, to },
      follow: (listener) => {
        follower = listener;
      },
    });
    return callId;
  }

  /** A call is over: whoever saw that they missed it may ring back. */
  over({ request, incoming, stream, talked, taker, ringingMs }: SimulatedCall, cause: EndCause): void {
    const sawIt = taker === null ? ringingMs !== null : taker.party === 'human';
    if (incoming !== null || talked || !sawIt || !MISSED.has(cause)) return;
    const { clock, profileOf } = this.#parts;
    const profile = profileOf(request.campaignId);
    const chance = stream.stream('rings back');
    if (!chance.chance(profile.ringBackRatio)) return;
    const afterMs = Math.round(sampler(profile.ringBackAfterMs)(chance));
    const givesUpAfterMs = Math.round(sampler(profile.callerPatienceMs)(chance));
    clock.after(afterMs, () => {
      const caller = { from: request.number, to: request.callerId.number, givesUpAfterMs };
      this.call(caller, `in-${request.attemptId}`, request.campaignId);
    });
  }

  #taker(campaignId: CampaignId, stream: Random): Taker {
    const profile = this.#parts.profileOf(campaignId);
    const draw = stream.stream('caller');
    return {
      party: 'human',
      clipDraw: draw.next(),
      lineDraw: draw.next(),
      talkMs: Math.round(sampler(profile.talkMs)(draw)),
      patienceMs: Math.round(sampler(profile.holdPatienceMs)(draw)),
      holdPatienceMs: Math.round(sampler(profile.holdPatienceMs)(draw)),
      staysMs: Number.POSITIVE_INFINITY,
      presses: [],
      pressesInMessage: null,
    };
  }
}
