/** The end of a call as a fact, as figures, and as news for the pacer. */
import type { EndedBy, LiveEnd, Outcome } from '@outdial/shared';
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
  const talkMs = call.connectedAtMs === null ? 0 : nowMs - call.connectedAtMs;
  const waitMs = call.wantedAtMs === null ? null : (call.connectedAtMs ?? nowMs) - call.wantedAtMs;
  call.liveEnd = liveEnd;
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
  });
  observeEnd(call, outcome, { talkMs, waitMs: waitMs ?? 0 }, nowMs);
  return outcome;
}

function endedBy(call: Call, cause: EndCause): EndedBy {
  if (cause === 'hung-up-by-contact') return 'contact';
  return cause === 'hung-up-by-us' ? (call.hungUpBy ?? 'us') : 'network';
}

function observeEnd(call: Call, outcome: Outcome, spent: { talkMs: number; waitMs: number }, atMs: number): void {
  const { campaign } = call;
  if (call.liveEnd === 'abandoned') campaign.observe({ type: 'abandoned', atMs, waitMs: spent.waitMs });
  if (call.connectedAtMs !== null) {
    const agentId = call.agent?.id;
    const named = agentId === undefined || !campaign.namesAgents ? {} : { agentId };
    campaign.observe({ type: 'talk-ended', atMs, talkMs: spent.talkMs, ...named });
  }
  // What we cancelled ourselves teaches nothing about the list.
  if (call.answeredAtMs !== null || outcome === 'cancelled') return;
  const failure = outcome === 'busy' || outcome === 'no-answer' ? outcome : 'failed';
  campaign.observe({ type: 'unanswered', atMs, ringMs: atMs - call.launchedAtMs, outcome: failure });
}
