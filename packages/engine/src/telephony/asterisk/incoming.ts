/** Calls that come in from the trunks' dialplan: `Stasis(APP,inbound,NUMBER)`. They ring until somebody takes them. */
import type { AttemptId, CampaignId, E164 } from '@outdial/shared';
import type { CallEvent, CarrierEvent, DialRequest, PortResult } from '../port.ts';
import { OK, wrongState } from '../results.ts';
import type { AriEvent } from './ari-events.ts';
import { path } from './ari-rest.ts';
import { AsteriskCall } from './call.ts';
import { CallEar, type EarParts } from './call-ear.ts';
import type { LegHooks } from './leg.ts';
import { incomingCallId } from './names.ts';
import type { Switchboard } from './switchboard.ts';

export interface IncomingParts {
  readonly board: Switchboard;
  readonly ears: EarParts;
  /** Two Asterisks may give the same id. */
  readonly node: string;
  /** Before it is told: whoever hears of it may end it at once. */
  readonly add: (call: AsteriskCall) => void;
  readonly tell: (event: CarrierEvent) => void;
  readonly answered: (call: AsteriskCall) => void;
  /** Runs before its end is told. */
  readonly ended: (call: AsteriskCall) => void;
}

type Start = Extract<AriEvent, { type: 'stasis-start' }>;

export class Incoming {
  readonly #parts: IncomingParts;

  constructor(parts: IncomingParts) {
    this.#parts = parts;
  }

  /** Nothing where this is no call that comes in to a number. */
  came({ channelId, args, caller, createdAtMs }: Start): void {
    const [kind, called = ''] = args;
    const to = asNumber(called);
    if (kind !== 'inbound' || to === null) return;
    const { add, board, node, tell } = this.#parts;
    const atMs = board.clock.nowMs();
    const callId = incomingCallId(node, channelId, createdAtMs);
    const from = asNumber(caller ?? '');
    let follower: (event: CallEvent) => void = () => undefined;
    const request = {
      ...{ callId, attemptId: callId as string as AttemptId, campaignId: '' as CampaignId },
      ...{ number: from ?? to, callerId: { number: to }, ringTimeoutMs: 0 },
    };
    const call = this.#call(request, (event) => follower(event));
    call.leg = board.adopt(channelId, this.#hooks(call));
    board.rest.post(path`/channels/${channelId}/ring`).catch(() => undefined);
    const follow = (listener: (event: CallEvent) => void): void => {
      follower = listener;
    };
    add(call);
    tell({ type: 'incoming', atMs, callId, from, to, follow });
  }

  /** A call that came in to an earlier life of the engine, and that an agent has. */
  takeOver(request: DialRequest, channelId: string, listener: (event: CallEvent) => void): AsteriskCall {
    const call = this.#call(request, listener);
    call.phase = 'answered';
    call.leg = this.#parts.board.take(channelId, this.#hooks(call));
    call.ear.answered(channelId);
    return call;
  }

  async answer(call: AsteriskCall): Promise<PortResult> {
    if (call.trunk !== null || call.phase !== 'dialing') {
      return wrongState(call.request.callId, call.phase, 'coming in');
    }
    await this.#parts.board.rest.post(path`/channels/${call.channelId}/answer`);
    // Whichever comes first, the answer or its event.
    call.leg?.up();
    return OK;
  }

  #call(request: DialRequest, listener: (event: CallEvent) => void): AsteriskCall {
    return new AsteriskCall(request, null, new CallEar(this.#parts.ears, request.callId), listener);
  }

  #hooks(call: AsteriskCall): LegHooks {
    const { clock } = this.#parts.board;
    return {
      up: () => this.#up(call),
      dtmf: (digit) => call.tell({ type: 'dtmf', atMs: clock.nowMs(), digit }),
      gone: ({ byUs }) => {
        call.ear.close();
        this.#parts.ended(call);
        const cause = byUs ? 'hung-up-by-us' : 'hung-up-by-contact';
        call.tellEnd({ type: 'ended', atMs: clock.nowMs(), cause, q850: 16 });
      },
    };
  }

  #up(call: AsteriskCall): void {
    if (call.phase !== 'dialing') return;
    call.phase = 'answered';
    call.ear.answered(call.channelId);
    this.#parts.answered(call);
    call.tell({ type: 'answered', atMs: this.#parts.board.clock.nowMs() });
  }
}

/** Carriers write `+33…`, `0033…` or `33…`. Null where it is none that could be called back. */
function asNumber(text: string): E164 | null {
  const digits = text.replace(/^00/, '').replace(/\D/g, '');
  return /^[1-9]\d{6,14}$/.test(digits) ? (`+${digits}` as E164) : null;
}
