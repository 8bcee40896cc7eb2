/** GT-7: each call under way with its state, timers, contact, number, agent, and what the detector hears. */
import { CALL_STATES, type CallPicture } from '@outdial/shared';
import { duration } from '../model/format.ts';
import { agentOf, type ConsoleState, campaignName, serverNowMs } from '../model/state.ts';
import { span } from '../theme/span.ts';
import { CALL_THRESHOLDS, type Severity, severityOf, toneOf } from '../theme/thresholds.ts';
import type { Column, TableSpec } from './column.ts';
import { forColumn } from './common-columns.ts';

const callElapsedMs = (call: CallPicture, state: ConsoleState): number => serverNowMs(state) - call.sinceMs;

const callSeverity = (call: CallPicture, state: ConsoleState): Severity =>
  severityOf(CALL_THRESHOLDS[call.state], callElapsedMs(call, state));

const agentName = (call: CallPicture, state: ConsoleState): string =>
  call.agentId === null ? '' : (agentOf(state, call.agentId)?.name ?? call.agentId);

/** With whom; of a call that came in, that it did. */
export const callerName = (call: CallPicture): string =>
  call.direction === 'inbound' ? `in: ${call.contactName || 'a caller'}` : call.contactName;

const columns: readonly Column<CallPicture>[] = [
  {
    id: 'state',
    title: 'State',
    letter: 'S',
    width: 10,
    priority: 0,
    cell: (call, state) => span(call.state, toneOf(call.state, callSeverity(call, state))),
    sortBy: (call) => -CALL_STATES.indexOf(call.state),
  },
  forColumn({
    elapsedMs: callElapsedMs,
    severity: callSeverity,
    tone: (call, severity) => toneOf(call.state, severity),
  }),
  {
    id: 'total',
    title: 'Total',
    letter: 'T',
    width: 7,
    align: 'right',
    priority: 4,
    cell: (call, state) => span(duration(serverNowMs(state) - call.startedAtMs), 'dim'),
    sortBy: (call) => call.startedAtMs,
  },
  {
    id: 'contact',
    title: 'Contact',
    letter: 'C',
    width: 14,
    most: 30,
    priority: 1,
    cell: (call) => span(callerName(call), 'strong'),
    sortBy: callerName,
  },
  {
    id: 'number',
    title: 'Number',
    letter: 'U',
    width: 13,
    most: 16,
    priority: 3,
    cell: (call) => span(call.number),
    sortBy: (call) => call.number,
  },
  {
    id: 'agent',
    title: 'Agent',
    letter: 'A',
    width: 12,
    most: 26,
    priority: 2,
    cell: (call, state) => span(agentName(call, state)),
    sortBy: agentName,
  },
  {
    id: 'detector',
    title: 'Detector',
    letter: 'D',
    width: 12,
    most: 34,
    priority: 2,
    cell: (call) => span(call.detector ?? '', 'accent'),
    sortBy: (call) => call.detector ?? '',
  },
  {
    id: 'campaign',
    title: 'Campaign',
    letter: 'P',
    width: 16,
    most: 34,
    priority: 5,
    cell: (call, state) => span(campaignName(state, call.campaignId)),
    sortBy: (call, state) => campaignName(state, call.campaignId),
  },
  {
    id: 'id',
    title: 'Call',
    width: 12,
    most: 36,
    priority: 6,
    cell: (call) => span(call.callId, 'dim'),
  },
];

export const CALLS_TABLE: TableSpec<CallPicture> = {
  name: 'calls',
  one: 'call',
  many: 'calls',
  columns,
  rows(state) {
    const calls = state.picture?.calls ?? [];
    const { screen } = state.ui;
    const only = screen.name === 'calls' ? screen.campaignId : null;
    return only === null ? calls : calls.filter((call) => call.campaignId === only);
  },
  id: (call) => call.callId,
  text: (call, state) =>
    `${call.state} ${call.contactName} ${call.number} ${agentName(call, state)} ${call.detector ?? ''} ${campaignName(state, call.campaignId)} ${call.callId}`,
  fault: (call, state) => callSeverity(call, state) === 3,
  empty: () => 'No call is under way.',
};
