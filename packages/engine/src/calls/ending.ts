/** The end of a call as a fact, as figures, and as news for the pacer. */
import type { EndedBy, LiveEnd, Outcome, PlayedMessage } from '@outdial/shared';
import type { FactSink } from '../ports.ts';
import type { EndCause } from '../telephony/port.ts';
import type { Call } from './call.ts';
import { judgeOutcome } from './outcome.ts';

/** Closes the attempt, once: the call has ended by now; gives what came of it. */
export function concludeCall(call: Call, cause: EndCause, nowMs: number, sink: FactSink): Outcome {
  const answered = call.answeredAtMs !== null;
  const { outcome, because } = judgeOutcome({ cause, answered, heard: call.heard });
  // Whoever answered and reached nobody was abandoned, by whomever the call was ended.
  const liveEnd: LiveEnd | null = outcome !== 'live' ? null : call.connectedAtMs === null ? 'abandoned' : 'connected';
  const talkMs = call.connectedAtMs === null ? 0 : (call.talkEndedAtMs ?? nowMs) - call.connectedAtMs;
  const waitMs = waitedMs(call, nowMs);
  const message = playedOn(call);
  call.liveEnd = liveEnd;
  call.outcome = outcome;
  call.campaign.totals.closed(outcome, liveEnd);
  sink.fact({
    type: 'ended',
    attemptId: call.attemptId,
    outcome,
    liveEnd,
    endedBy: endedBy(call, cause),
    detail: call.detail === null ? because : `${because}; ${call.detail}`,
    talkMs,
    waitMs,
    ...(message === null ? {} : { message }),
  });
  observeEnd(call, outcome, waitMs ?? 0, nowMs);
  return outcome;
}

/** How long the person waited for an agent, or for the message that said there was none; null where they wanted none. */
function waitedMs(call: Call, nowMs: number): number | null {
  if (call.wantedAtMs === null) return null;
  const excused = call.message?.purpose === 'abandonment' ? call.message.startedAtMs : null;
  return (call.connectedAtMs ?? excused ?? nowMs) - (call.windowFromMs ?? call.wantedAtMs);
}

function endedBy(call: Call, cause: EndCause): EndedBy {
  if (cause === 'hung-up-by-contact') return 'contact';
  return cause === 'hung-up-by-us' ? (call.hungUpBy ?? 'us') : 'network';
}

function observeEnd(call: Call, outcome: Outcome, waitMs: number, atMs: number): void {
  const { campaign } = call;
  if (call.liveEnd !== null && !call.accounted) {
    call.accounted = true;
    campaign.observe({ type: call.liveEnd, atMs, waitMs });
  }
  if (call.connectedAtMs !== null && call.talkEndedAtMs === null) observeTalk(call, atMs);
  // What we cancelled ourselves teaches nothing about the list.
  if (call.answeredAtMs !== null || outcome === 'cancelled') return;
  const failure = outcome === 'busy' || outcome === 'no-answer' ? outcome : 'failed';
  campaign.observe({ type: 'unanswered', atMs, ringMs: atMs - call.launchedAtMs, outcome: failure });
}

/** The agent's talk is over: with the call, or before it where they leave it to a message. */
export function observeTalk({ agent, campaign, connectedAtMs }: Call, atMs: number): void {
  const named = agent === null || !campaign.namesAgents ? {} : { agentId: agent.id };
  campaign.observe({ type: 'talk-ended', atMs, talkMs: atMs - (connectedAtMs ?? atMs), ...named });
}

/** The evidence of what was played, for the fact of the end; null where nothing was to be. */
function playedOn({ message }: Call): PlayedMessage | null {
  if (message === null) return null;
  const { messageId, purpose, fromMs, startedAtMs, completed } = message;
  return { messageId, purpose, startedAfterMs: startedAtMs === null ? null : startedAtMs - fromMs, completed };
}
