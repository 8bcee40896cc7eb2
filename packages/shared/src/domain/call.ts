/**
 * A call: one attempt on the line.
 *
 * | state | meaning |
 * | --- | --- |
 * | dialing | originated, nothing heard yet |
 * | ringing | the network says it rings |
 * | screening | answered; the detector listens |
 * | waiting | a live person wants an agent; the connect window runs |
 * | connecting | an agent is being joined |
 * | connected | contact and agent hear each other |
 * | held | the contact hears music and no agent |
 * | messaging | a message plays to a machine or to an abandoned person |
 * | ended | over; nothing happens any more |
 *
 * `hand-on` takes a connected call to another agent (BP-8).
 *
 * Invariants (each held by a test): `ended` is final; no agent is joined before the answer; nothing but `connected` and
 * `held` has an agent's voice on it; whatever the state, `end` leads to `ended`.
 */
import { isRefused, refuse, type Table, type Transition } from './machine.ts';

export const CALL_STATES = [
  'dialing',
  'ringing',
  'screening',
  'waiting',
  'connecting',
  'connected',
  'held',
  'messaging',
  'ended',
] as const;
export type CallState = (typeof CALL_STATES)[number];

export const CALL_EVENTS = [
  'ring',
  'answer',
  'judged-live',
  'leave-message',
  'join',
  'join-failed',
  'joined',
  'hold',
  'resume',
  'hand-on',
  'end',
] as const;
export type CallEventName = (typeof CALL_EVENTS)[number];

export type CallRefusal =
  | 'call-ended'
  | 'call-not-answered'
  | 'call-already-answered'
  | 'call-not-connected'
  | 'call-not-held'
  | 'call-has-agent'
  | 'call-on-hold'
  | 'call-not-waiting'
  | 'call-not-joining';

const ended = refuse('call-ended');
const unanswered = refuse('call-not-answered');
const answered = refuse('call-already-answered');
const unconnected = refuse('call-not-connected');
const hasAgent = refuse('call-has-agent');
const notHeld = refuse('call-not-held');
const notJoining = refuse('call-not-joining');
const notWaiting = refuse('call-not-waiting');

export const CALL_TABLE: Table<CallState, CallEventName, CallRefusal> = {
  dialing: {
    ring: 'ringing',
    answer: 'screening',
    'judged-live': unanswered,
    'leave-message': unanswered,
    join: unanswered,
    'join-failed': notJoining,
    joined: notJoining,
    hold: unconnected,
    resume: notHeld,
    'hand-on': unanswered,
    end: 'ended',
  },
  ringing: {
    ring: 'ringing',
    answer: 'screening',
    'judged-live': unanswered,
    'leave-message': unanswered,
    join: unanswered,
    'join-failed': notJoining,
    joined: notJoining,
    hold: unconnected,
    resume: notHeld,
    'hand-on': unanswered,
    end: 'ended',
  },
  screening: {
    ring: answered,
    answer: answered,
    'judged-live': 'waiting',
    'leave-message': 'messaging',
    join: notWaiting,
    'join-failed': notJoining,
    joined: notJoining,
    hold: unconnected,
    resume: notHeld,
    'hand-on': unconnected,
    end: 'ended',
  },
  waiting: {
    ring: answered,
    answer: answered,
    'judged-live': 'waiting',
    'leave-message': 'messaging',
    join: 'connecting',
    'join-failed': notJoining,
    joined: notJoining,
    hold: unconnected,
    resume: notHeld,
    'hand-on': unconnected,
    end: 'ended',
  },
  connecting: {
    ring: answered,
    answer: answered,
    'judged-live': 'connecting',
    'leave-message': hasAgent,
    join: hasAgent,
    'join-failed': 'waiting',
    joined: 'connected',
    hold: unconnected,
    resume: notHeld,
    'hand-on': unconnected,
    end: 'ended',
  },
  connected: {
    ring: answered,
    answer: answered,
    'judged-live': 'connected',
    'leave-message': 'messaging',
    join: hasAgent,
    'join-failed': notJoining,
    joined: notJoining,
    hold: 'held',
    resume: notHeld,
    'hand-on': 'connecting',
    end: 'ended',
  },
  held: {
    ring: answered,
    answer: answered,
    'judged-live': 'held',
    'leave-message': refuse('call-on-hold'),
    join: hasAgent,
    'join-failed': notJoining,
    joined: notJoining,
    hold: refuse('call-on-hold'),
    resume: 'connected',
    'hand-on': 'connecting',
    end: 'ended',
  },
  messaging: {
    ring: answered,
    answer: answered,
    'judged-live': 'messaging',
    'leave-message': 'messaging',
    join: notWaiting,
    'join-failed': notJoining,
    joined: notJoining,
    hold: unconnected,
    resume: notHeld,
    'hand-on': unconnected,
    end: 'ended',
  },
  ended: {
    ring: ended,
    answer: ended,
    'judged-live': ended,
    'leave-message': ended,
    join: ended,
    'join-failed': ended,
    joined: ended,
    hold: ended,
    resume: ended,
    'hand-on': ended,
    end: ended,
  },
};

export function callTransition(state: CallState, event: CallEventName): Transition<CallState, CallRefusal> {
  const cell = CALL_TABLE[state][event];
  return isRefused(cell) ? { ok: false, refused: cell.refused } : { ok: true, state: cell };
}
