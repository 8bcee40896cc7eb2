/** Monitored calls: ten times a second the level of both sides and what the detector sees. */
import type { CallId, Clock, MonitorTick, Timer } from '@outdial/shared';
import type { Call } from '../calls/call.ts';
import type { FactSink } from '../ports.ts';
import { type Refusal, refusal } from '../refusal.ts';
import type { AudioFrame, Telephony } from '../telephony/port.ts';

const TICK_MS = 100;
/** What a meter shows of silence: the floor of 16 bits. */
const SILENCE_DBFS = -96;
const FULL_SCALE = 32_768;

/** Power of the frames since the last tick. */
class Level {
  #energy = 0;
  #samples = 0;

  hear(frame: AudioFrame): void {
    for (let i = 0; i < frame.length; i++) {
      const sample = frame[i] ?? 0;
      this.#energy += sample * sample;
    }
    this.#samples += frame.length;
  }

  /** Decibels of full scale since the last reading. */
  read(): number {
    const power = this.#samples === 0 ? 0 : this.#energy / this.#samples / (FULL_SCALE * FULL_SCALE);
    this.#energy = 0;
    this.#samples = 0;
    return power === 0 ? SILENCE_DBFS : Math.max(SILENCE_DBFS, Math.round(100 * Math.log10(power)) / 10);
  }
}

interface Monitor {
  readonly monitorId: string;
  readonly call: Call;
  readonly contact: Level;
  readonly agent: Level;
}

export interface MonitorParts {
  readonly clock: Clock;
  readonly telephony: Telephony;
  readonly sink: FactSink;
  readonly findCall: (callId: CallId) => Call | undefined;
}

export class Monitors {
  readonly #parts: MonitorParts;
  readonly #monitors = new Map<string, Monitor>();
  #timer: Timer | null = null;

  constructor(parts: MonitorParts) {
    this.#parts = parts;
  }

  start(monitorId: string, callId: CallId): Refusal | null {
    const { telephony, findCall } = this.#parts;
    const call = findCall(callId);
    if (call === undefined) return refusal('unknown-call');
    if (this.#monitors.has(monitorId)) return null;
    const monitor: Monitor = { monitorId, call, contact: new Level(), agent: new Level() };
    this.#monitors.set(monitorId, monitor);
    telephony.monitor(
      {
        monitorId,
        callId,
        mode: 'listen',
        supervisorPhone: null,
        onFrame: (frame, side) => monitor[side].hear(frame),
      },
      (result) => {
        // The call's state is shown all the same; the meter stays at silence.
        if (!result.ok && result.code === 'no-such-call') this.stop(monitorId);
      },
    );
    this.#arm();
    return null;
  }

  stop(monitorId: string): void {
    if (this.#monitors.delete(monitorId)) this.#parts.telephony.stopMonitor(monitorId);
  }

  /** The call is over: one last tick says so. */
  ended(call: Call): void {
    for (const monitor of this.#monitors.values()) {
      if (monitor.call !== call) continue;
      this.#parts.sink.monitor(this.#tickOf(monitor));
      this.stop(monitor.monitorId);
    }
  }

  close(): void {
    this.#timer?.cancel();
    for (const monitorId of [...this.#monitors.keys()]) this.stop(monitorId);
  }

  #arm(): void {
    if (this.#timer !== null || this.#monitors.size === 0) return;
    this.#timer = this.#parts.clock.after(TICK_MS, () => {
      this.#timer = null;
      for (const monitor of this.#monitors.values()) this.#parts.sink.monitor(this.#tickOf(monitor));
      this.#arm();
    });
  }

  #tickOf({ monitorId, call, contact, agent }: Monitor): MonitorTick {
    return {
      monitorId,
      callId: call.id,
      atMs: this.#parts.clock.nowMs(),
      contactDbfs: contact.read(),
      agentDbfs: agent.read(),
      state: call.state,
      detector: call.ear === null ? null : { ...call.ear.view() },
    };
  }
}
