/** GT-8: one call monitored: level meters of both sides with their last seconds, and the detector's view. */
import type { CallPicture, MonitorMode } from '@outdial/shared';
import { heading, inHeight, labelled, type Row } from '../components/block.ts';
import { chart } from '../components/chart.ts';
import { levelShare, levelWords, meter } from '../components/meter.ts';
import { duration } from '../model/format.ts';
import { agentOf, type ConsoleState, callOf, campaignName, type MonitorView, serverNowMs } from '../model/state.ts';
import { callerName } from '../tables/calls.ts';
import { blank, type Line, line, span } from '../theme/span.ts';
import { CALL_THRESHOLDS, severityOf, toneOf } from '../theme/thresholds.ts';

const STATE_WORDS: Record<MonitorView['state'], string> = {
  opening: 'opening…',
  live: 'monitored',
  over: 'the call is over',
  failed: 'cannot be monitored',
};

function callLines(state: ConsoleState, callId: string): Line[] {
  const call = callOf(state, callId);
  if (call === null) return [[span('The call is over. Esc goes back.', 'dim')]];
  const elapsed = serverNowMs(state) - call.sinceMs;
  const tone = toneOf(call.state, severityOf(CALL_THRESHOLDS[call.state], elapsed));
  return [
    labelled('contact', line(span(callerName(call), 'strong'), `  ${call.number}`)),
    labelled('campaign', [span(campaignName(state, call.campaignId))]),
    labelled('agent', [
      span(agentOf(state, call.agentId)?.name ?? 'nobody yet', call.agentId === null ? 'dim' : 'plain'),
    ]),
    labelled('state', [
      span(`${call.state} for ${duration(elapsed)}`, tone),
      span(`  in all ${duration(serverNowMs(state) - call.startedAtMs)}`, 'dim'),
      ...(call.recording === true ? [span('  recorded', 'bad')] : []),
    ]),
    labelled('detector', [span(call.detector ?? 'nothing said yet', call.detector === null ? 'dim' : 'accent')]),
  ];
}

const MODE_WORDS: Record<MonitorMode, string> = {
  listen: 'listening: nobody hears you',
  whisper: 'whispering: the agent hears you, the contact does not',
  barge: 'barged in: both hear you',
};

/** The supervisor's own phone: who hears them, or why nobody does. */
function phoneLine({ tick }: MonitorView): Line {
  if (tick === null) return labelled('you', [span('opening…', 'dim')]);
  switch (tick.phone) {
    case 'none':
      return labelled('you', [span('no phone: levels only. `:phone ADDRESS` sets yours, then monitor again.', 'dim')]);
    case 'calling':
      return labelled('you', [span('your phone is called: answer it to listen', 'notice')]);
    case 'failed':
      return labelled('you', [span(tick.notice ?? 'your phone did not answer: levels only', 'bad')]);
    case 'up':
      return labelled('you', [
        span(MODE_WORDS[tick.mode], tick.mode === 'barge' ? 'bad' : tick.mode === 'whisper' ? 'warn' : 'ok'),
        ...(tick.notice === null ? [] : [span(`  ${tick.notice}`, 'warn')]),
      ]);
  }
}

function side(name: string, levels: readonly number[], width: number, height: number): Line[] {
  const now = levels.at(-1);
  const bar = Math.max(10, width - 30);
  const shown: Line =
    now === undefined
      ? [span('no sound yet', 'dim')]
      : [...meter(now, bar), span(` ${now.toFixed(0).padStart(4)} dBFS `), span(levelWords(now), 'dim')];
  const past = levels.slice(-(width - 11)).map(levelShare);
  return [
    labelled(name, shown),
    ...chart(past, { height, tone: 'dim', ceiling: 1 }).map((one): Line => [span(' '.repeat(11)), ...one]),
  ];
}

/** Why the detector has no figures at this moment. */
function silenceWords(monitor: MonitorView, call: CallPicture | null): string {
  const said = call?.detector ?? null;
  if (said !== null) return `It has decided: ${said}. It listens to the first seconds after the answer only.`;
  if (call?.state === 'dialing' || call?.state === 'ringing') return 'Nothing yet: it listens from the answer on.';
  return monitor.state === 'live' ? 'Nothing: screening is over, or off for this campaign.' : 'Nothing any more.';
}

function detectorLines(monitor: MonitorView, call: CallPicture | null): Line[] {
  const entries = Object.entries(monitor.tick?.detector ?? {});
  if (entries.length === 0) return [[span(silenceWords(monitor, call), 'dim')]];
  return entries.map(([key, value]) =>
    labelled(key, [span(typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(3) : String(value))], 22),
  );
}

export function monitorRows(state: ConsoleState, callId: string, width: number, height: number): Row[] {
  const { monitor } = state;
  const inside = width - 2;
  const tall = height >= 30 ? 5 : height >= 20 ? 2 : 1;
  const lines: Line[] = callLines(state, callId);
  if (monitor !== null && monitor.callId === callId) {
    const words = STATE_WORDS[monitor.state];
    // After the call your phone is free: what it did is over.
    if (monitor.state !== 'over') lines.push(phoneLine(monitor));
    lines.push(
      blank,
      heading('Levels', inside, [span(words, monitor.state === 'live' ? 'ok' : 'warn')]),
      ...side('contact', monitor.contact, inside, tall),
      ...side('agent', monitor.agent, inside, tall),
    );
    if (monitor.message !== null && monitor.state === 'failed') lines.push([span(monitor.message, 'bad')]);
    lines.push(blank, heading('What the detector hears', inside), ...detectorLines(monitor, callOf(state, callId)));
  }
  return inHeight(lines, height).map((one) => ({ line: line(' ', ...one) }));
}
