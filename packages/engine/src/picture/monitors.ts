/**
 * Monitored calls (GT-8): the supervisor's phone is called and listens, whispers or barges; ten times a second the console
 * gets the level of both sides and what the detector sees.
 */
import type { CallId, Clock, MonitorMode, MonitorTick, SupervisorControl, Timer } from '@outdial/shared';
import type { Floor } from '../agents/floor.ts';
import { changeLine } from '../agents/line.ts';
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
  mode: MonitorMode;
  phone: MonitorTick['phone'];
  notice: string | null;
}

export interface MonitorParts {
  readonly clock: Clock;
  readonly telephony: Telephony;
  readonly sink: FactSink;
  readonly floor: Floor;
  readonly findCall: (callId: CallId) => Call | undefined;
}

export class Monitors {
  readonly #parts: MonitorParts;
  readonly #monitors = new Map<string, Monitor>();
  #timer: Timer | null = null;

  constructor(parts: MonitorParts) {
    this.#parts = parts;
  }

  start({ monitorId, callId, phone, mode }: Extract<SupervisorControl, { type: 'monitor.start' }>): Refusal | null {
    const { telephony, findCall } = this.#parts;
    const call = findCall(callId);
    if (call === undefined) return refusal('unknown-call');
    if (this.#monitors.has(monitorId)) return null;
    const monitor: Monitor = {
      ...{ monitorId, call, contact: new Level(), agent: new Level(), notice: null },
      mode: phone === null ? 'listen' : mode,
      phone: phone === null ? 'none' : 'calling',
    };
    this.#monitors.set(monitorId, monitor);
    telephony.monitor(
      {
        ...{ monitorId: meterOf(monitorId), callId, mode: 'listen', supervisorPhone: null },
        onFrame: (frame, side) => monitor[side].hear(frame),
      },
      (result) => {
        // The call's state is shown all the same; the meter stays at silence.
        if (!result.ok && result.code === 'no-such-call') this.stop(monitorId);
      },
    );
    if (phone !== null) this.#ring(monitor, phone);
    this.#arm();
    return null;
  }

  setMode(monitorId: string, mode: MonitorMode): Refusal | null {
    const monitor = this.#monitors.get(monitorId);
    if (monitor === undefined) return refusal('unknown-monitor');
    if (monitor.phone === 'none') return refusal('no-phone', 'The console listens by its meter alone.');
    const before = monitor.mode;
    monitor.mode = mode;
    monitor.notice = null;
    // A phone that still rings gets the newest mode when it answers.
    if (monitor.phone !== 'up') return null;
    this.#parts.telephony.setMonitorMode(phoneOf(monitorId), mode, (result) => {
      if (!result.ok) {
        monitor.mode = before;
        monitor.notice = result.message;
      }
      this.moved(monitor.call);
    });
    return null;
  }

  stop(monitorId: string): void {
    const monitor = this.#monitors.get(monitorId);
    if (monitor === undefined) return;
    this.#monitors.delete(monitorId);
    this.#parts.telephony.stopMonitor(meterOf(monitorId));
    this.#parts.telephony.stopMonitor(phoneOf(monitorId));
    this.moved(monitor.call);
  }

  stopAll(): void {
    for (const monitorId of [...this.#monitors.keys()]) this.stop(monitorId);
  }

  /** Who listens, or whom they listen to, changed: the agent's screen says it, where the campaign wants that. */
  moved(call: Call): void {
    const { agent } = call;
    if (agent?.call !== call || !call.campaign.config.showMonitoring) return;
    const modes = [...this.#monitors.values()].flatMap((monitor) =>
      monitor.call === call && monitor.phone === 'up' ? [monitor.mode] : [],
    );
    const monitored = (['barge', 'whisper', 'listen'] as const).find((mode) => modes.includes(mode)) ?? null;
    if ((agent.interaction?.picture.line?.monitored ?? null) === monitored) return;
    changeLine(this.#parts.floor, agent, { monitored });
  }

  #ring(monitor: Monitor, phone: string): void {
    const { monitorId, call, mode } = monitor;
    const request = {
      ...{ monitorId: phoneOf(monitorId), callId: call.id, mode, supervisorPhone: phone },
      onPhoneGone: () => this.#phoneGone(monitor),
    };
    this.#parts.telephony.monitor(request, (result) => {
      if (this.#monitors.get(monitorId) !== monitor) {
        this.#parts.telephony.stopMonitor(phoneOf(monitorId));
        return;
      }
      monitor.phone = result.ok ? 'up' : 'failed';
      monitor.notice = result.ok ? null : result.message;
      if (result.ok && monitor.mode !== mode) this.setMode(monitorId, monitor.mode);
      this.moved(call);
    });
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
    this.stopAll();
  }

  #phoneGone(monitor: Monitor): void {
    if (this.#monitors.get(monitor.monitorId) !== monitor || monitor.phone !== 'up') return;
    monitor.phone = 'failed';
    monitor.mode = 'listen';
    monitor.notice = 'your phone hung up';
    this.moved(monitor.call);
  }

  #arm(): void {
    if (this.#timer !== null || this.#monitors.size === 0) return;
    this.#timer = this.#parts.clock.after(TICK_MS, () => {
      this.#timer = null;
      for (const monitor of this.#monitors.values()) this.#parts.sink.monitor(this.#tickOf(monitor));
      this.#arm();
    });
  }

  #tickOf({ monitorId, call, contact, agent, mode, phone, notice }: Monitor): MonitorTick {
    return {
      ...{ monitorId, mode, phone, notice },
      callId: call.id,
      atMs: this.#parts.clock.nowMs(),
      contactDbfs: contact.read(),
      agentDbfs: agent.read(),
      state: call.state,
      detector: call.ear === null ? null : { ...call.ear.view() },
    };
  }
}

/** The port's names of the two ears of one monitor: the console's meter, and the phone. */
const meterOf = (monitorId: string): string => `${monitorId}-meter`;
const phoneOf = (monitorId: string): string => `${monitorId}-phone`;
