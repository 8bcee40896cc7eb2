/** Supervisors who listen, whisper or barge at the simulated carrier. */
import type { MonitorMode, MonitorRequest, PortResult } from '../port.ts';
import { noSuchMonitor, OK, refused } from '../results.ts';
import type { SimulatedCall } from './call.ts';

export interface Monitor {
  readonly monitorId: string;
  readonly byPhone: boolean;
  mode: MonitorMode;
  readonly onFrame: MonitorRequest['onFrame'];
  readonly request: MonitorRequest;
}

interface Entry {
  readonly call: SimulatedCall;
  readonly monitor: Monitor;
}

export class Monitors {
  readonly #entries = new Map<string, Entry>();

  start(call: SimulatedCall, request: MonitorRequest): PortResult {
    const { monitorId, mode, supervisorPhone, onFrame } = request;
    if (this.#entries.has(monitorId)) {
      return refused('wrong-call-state', `monitor ${monitorId} is at work already: take another id, or stop it first`);
    }
    const monitor: Monitor = { monitorId, byPhone: supervisorPhone !== null, mode, onFrame, request };
    if (!speakable(monitor, mode)) return cannotSpeak(monitorId, mode);
    this.#entries.set(monitorId, { call, monitor });
    call.monitors.push(monitor);
    return OK;
  }

  setMode(monitorId: string, mode: MonitorMode): PortResult {
    const entry = this.#entries.get(monitorId);
    if (entry === undefined) return noSuchMonitor(monitorId);
    if (!speakable(entry.monitor, mode)) return cannotSpeak(monitorId, mode);
    entry.monitor.mode = mode;
    return OK;
  }

  stop(monitorId: string): void {
    const entry = this.#entries.get(monitorId);
    if (entry === undefined) return;
    this.#entries.delete(monitorId);
    entry.call.monitors.splice(entry.call.monitors.indexOf(entry.monitor), 1);
  }

  /** A supervisor hangs up their phone. */
  hangUpPhone(address: string): void {
    for (const { monitor } of [...this.#entries.values()]) {
      if (monitor.request.supervisorPhone !== address) continue;
      this.stop(monitor.monitorId);
      monitor.request.onPhoneGone?.();
    }
  }

  /** The call is over: nobody listens to it any more. */
  forget(call: SimulatedCall): void {
    for (const { monitorId } of call.monitors) this.#entries.delete(monitorId);
    call.monitors.length = 0;
  }

  clear(): void {
    this.#entries.clear();
  }
}

function speakable(monitor: Monitor, mode: MonitorMode): boolean {
  return mode === 'listen' || monitor.byPhone;
}

function cannotSpeak(monitorId: string, mode: MonitorMode): PortResult {
  return refused(
    'phone-unreachable',
    `monitor ${monitorId} has no phone to ${mode} with: start it with a supervisor's phone`,
  );
}
