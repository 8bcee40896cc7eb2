/**
 * Recorded messages to contacts: one left on a machine after its beep, by the engine or for an agent who is free at once
 * (BP-10), and the one that a person hears for whom no agent was found (GCC-3). The call ends when the message does.
 */
import type { Clock, IdSource, MessageId, PlayedMessage } from '@outdial/shared';
import type { Agent } from '../agents/agent.ts';
import type { WrapUp } from '../agents/wrap-up.ts';
import type { FactSink } from '../ports.ts';
import type { PortResult, Telephony } from '../telephony/port.ts';
import { BeepWait } from './beep-wait.ts';
import type { Call } from './call.ts';
import { observeTalk } from './ending.ts';
import { hangUp } from './hang-up.ts';

export interface MessageParts {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly telephony: Telephony;
  readonly wrapUp: WrapUp;
  readonly sink: FactSink;
}

/** A message under way on a call. */
export interface MessageOnCall {
  readonly messageId: MessageId;
  readonly purpose: PlayedMessage['purpose'];
  /** From when its start is counted: the beep, or the end of the person's greeting. */
  fromMs: number;
  playbackId: string | null;
  startedAtMs: number | null;
  completed: boolean;
}

/** Longer than any message may be: a carrier that never says that one is over does not keep the line. */
const LONGEST_MS = 200_000;
/** After a message that names the opt-out key at its end there is time to press it. */
const KEY_WAIT_MS = 5_000;

export class Messages {
  readonly #parts: MessageParts;

  constructor(parts: MessageParts) {
    this.#parts = parts;
  }

  /** A machine gets the message after its beep; false where the call does not take that now. */
  leave(call: Call, messageId: MessageId): boolean {
    const { clock } = this.#parts;
    const nowMs = clock.nowMs();
    if (call.leaving || call.message !== null || !call.step('leave-message', nowMs)) return false;
    const message = this.#begin(call, messageId, 'voicemail', nowMs);
    if (call.ear === null && call.beepAtMs === null) this.#play(call, message);
    else {
      const speak = (): void => this.#play(call, message);
      call.beepWait = new BeepWait(clock, call, call.config.detection.beepWaitMs, speak);
    }
    return true;
  }

  /** BP-10: the agent leaves the machine to the message and is free as soon as the carrier has let go of them. */
  leaveFor(agent: Agent, call: Call, messageId: MessageId): boolean {
    const { clock, telephony, wrapUp } = this.#parts;
    if (call.state !== 'connected' || call.leaving || call.message !== null) return false;
    call.heard = 'machine';
    telephony.release(call.id, (result) => {
      if (agent.call !== call) return;
      if (!result.ok) {
        hangUp(telephony, call, 'us', `the agent could not leave the call: ${result.message}`);
        return;
      }
      call.talkEndedAtMs = clock.nowMs();
      observeTalk(call, call.talkEndedAtMs);
      agent.call = null;
      call.agent = null;
      call.version += 1;
      wrapUp.voicemailLeft(agent);
    });
    return this.leave(call, messageId);
  }

  /** The person for whom there is no agent hears it at once; false where the campaign has none. */
  excuse(call: Call): boolean {
    const messageId = call.config.abandonMessageId;
    const nowMs = this.#parts.clock.nowMs();
    if (messageId === null || call.leaving || !call.step('leave-message', nowMs)) return false;
    this.#play(call, this.#begin(call, messageId, 'abandonment', call.windowFromMs ?? nowMs));
    return true;
  }

  /** The carrier says that it is over. */
  finished(call: Call, playbackId: string, completed: boolean): void {
    const { message } = call;
    if (message === null || message.playbackId !== playbackId) return;
    message.completed = completed;
    const { clock, telephony } = this.#parts;
    if (!completed) hangUp(telephony, call, 'us', 'the message was broken off');
    else if (message.purpose === 'voicemail') hangUp(telephony, call, 'us', 'message left');
    else {
      const over = (): void => hangUp(telephony, call, 'us', 'no agent was free: the message was played');
      call.messageTimer?.cancel();
      if (call.config.optOutKey === null) over();
      else call.messageTimer = clock.after(KEY_WAIT_MS, over);
    }
  }

  /** A person who hears a message presses the key that it names: they are not called any more, and the call is over. */
  pressed(call: Call, digit: string): void {
    const { message, attemptId, direction } = call;
    if (message === null || message.playbackId === null || call.leaving || direction === 'inbound') return;
    if (digit !== call.config.optOutKey) return;
    this.#parts.sink.fact({ type: 'opted-out', attemptId, digit, purpose: message.purpose });
    hangUp(this.#parts.telephony, call, 'us', `the person pressed ${digit}: not to be called any more`);
  }

  #begin(call: Call, messageId: MessageId, purpose: PlayedMessage['purpose'], fromMs: number): MessageOnCall {
    const begun = { messageId, purpose, fromMs, playbackId: null, startedAtMs: null, completed: false };
    call.message = begun;
    return begun;
  }

  #play(call: Call, message: MessageOnCall): void {
    const { clock, ids, telephony } = this.#parts;
    if (call.leaving || message.playbackId !== null) return;
    if (message.purpose === 'voicemail') message.fromMs = call.beepAtMs ?? clock.nowMs();
    call.ear?.close();
    call.ear = null;
    call.messageTimer = clock.after(LONGEST_MS, () =>
      hangUp(telephony, call, 'us', `the message was not over after ${LONGEST_MS / 1_000} s`),
    );
    message.playbackId = ids<string>();
    const media = { kind: 'message', messageId: message.messageId } as const;
    telephony.play(call.id, message.playbackId, media, (result) => this.#started(call, message, result));
  }

  #started(call: Call, message: MessageOnCall, result: PortResult): void {
    call.version += 1;
    if (result.ok) message.startedAtMs = this.#parts.clock.nowMs();
    else hangUp(this.#parts.telephony, call, 'us', `the message could not be played: ${result.message}`);
  }
}
