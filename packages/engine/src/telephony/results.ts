/** Answers of the adapters: what was wrong, with which call, and what to do. */
import type { AgentId, CallId } from '@outdial/shared';
import type { PortErrorCode, PortResult } from './port.ts';

export const OK: PortResult = { ok: true };

export function refused(code: PortErrorCode, message: string): PortResult {
  return { ok: false, code, message };
}

export const CLOSED = refused('closed', 'telephony is closed: open it again to make calls');

export function noSuchCall(callId: CallId): PortResult {
  return refused('no-such-call', `no call ${callId}: it has ended or was never dialed`);
}

export function wrongState(callId: CallId, is: string, needed: string): PortResult {
  return refused('wrong-call-state', `call ${callId} is ${is}: this needs a call that is ${needed}`);
}

export function noSuchPhone(agentId: AgentId): PortResult {
  return refused('no-such-agent-phone', `agent ${agentId} has no phone here: open it (log the agent in) first`);
}

export function noSuchMonitor(monitorId: string): PortResult {
  return refused('no-such-monitor', `no monitor ${monitorId}: it was stopped, or its call ended`);
}
