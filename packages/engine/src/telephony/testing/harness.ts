/** What the contract suite needs beside an adapter: far ends and phones that do as they are told, time, and ears. */
import type { AgentId, CallId, E164 } from '@outdial/shared';
import type { FarEnd } from '../far-end.ts';
import type { Telephony } from '../port.ts';

/** Whose ears. The `supervisor` is the one monitor with a phone, the `target` the far end of a consultation or transfer. */
export type Side = 'contact' | 'agent' | 'supervisor' | 'target';
/** What can be told apart there: a real harness gives every phone a tone of its own. */
export type Sound = Side | 'music' | 'message' | 'tone' | 'ringing';

export interface TelephonyHarness {
  readonly telephony: Telephony;
  /** Lets that much time pass, virtual or real. */
  settle(ms: number): Promise<void>;
  /** How late an event may be, beside the time that the contract allows it anyway: real ones are as late as the machine is slow. */
  readonly toleranceMs: number;
  /** A number that no other call of this harness uses. */
  newNumber(): E164;
  /** How the far end behind a number takes calls from now on. */
  carrierPlays(number: E164, farEnd: FarEnd): void;
  /** How the phone at an address takes calls from now on; `answers` unless told. */
  phoneBehaves(address: string, behaviour: 'answers' | 'unreachable'): void;
  /** Pulls the cable of an agent's phone. */
  dropPhone(agentId: AgentId): void;
  /** Whose phone is on a call to which they were not connected by `connect`. */
  agentIs(agentId: AgentId, callId: CallId): void;
  /** What a side of a call hears now; also of a contact that was handed over. To be polled: sound is under way for a moment. */
  hears(side: Side, callId: CallId): Promise<ReadonlySet<Sound>>;
  /** The digits that the contact's side of a call has received. */
  digitsReceived(callId: CallId): Promise<string>;
  /** Somebody calls one of our numbers, and gives up after so long (never, where it is left out). */
  comesIn(from: E164, to: E164, givesUpAfterMs?: number): Promise<void>;
  /** The file that was kept of a call's recording; null where there is none. */
  recordingOf(callId: CallId): Uint8Array | null;
  /** The supervisor at this address hangs up. */
  hangUpSupervisor(address: string): void;
  /** A message that can be played. */
  readonly message: { readonly messageId: string; readonly lengthMs: number };
  close(): Promise<void>;
}

export type MakeHarness = () => TelephonyHarness | Promise<TelephonyHarness>;
