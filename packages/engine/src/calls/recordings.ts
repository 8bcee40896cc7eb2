/** Recordings: always, never, or when agent or supervisor ask, as the campaign says; what lies ready is told as a fact. */
import type { CallId, Clock } from '@outdial/shared';
import type { Floor } from '../agents/floor.ts';
import { changeLine } from '../agents/line.ts';
import type { FactSink } from '../ports.ts';
import { type Refusal, refusal } from '../refusal.ts';
import type { CarrierEvent, Telephony } from '../telephony/port.ts';
import type { Call } from './call.ts';

/** So long after a call's end its recording may come: it is known until then what it was of. */
const REMEMBERED_MS = 600_000;

export interface RecordingParts {
  readonly clock: Clock;
  readonly telephony: Telephony;
  readonly floor: Floor;
  readonly sink: FactSink;
}

export class Recordings {
  readonly #parts: RecordingParts;
  readonly #of = new Map<CallId, Call>();

  constructor(parts: RecordingParts) {
    this.#parts = parts;
  }

  /** The agent is with the contact. */
  connected(call: Call): void {
    if (call.campaign.config.recording === 'always' && !call.recording) this.#start(call);
  }

  /** The call outlived the engine that made it, which may have recorded it: that goes on. */
  resumed(call: Call, on: boolean): void {
    if (!on) {
      this.connected(call);
      return;
    }
    call.recording = true;
    this.#of.set(call.id, call);
  }

  /** An agent or a supervisor asks for it, or for its end. */
  ask(call: Call, on: boolean): Refusal | null {
    const { name, recording } = call.campaign.config;
    if (recording !== 'on-demand') {
      return refusal('recording-not-allowed', `${name} records ${recording === 'always' ? 'every call' : 'no call'}.`);
    }
    if (call.connectedAtMs === null) return refusal('interaction-not-connected');
    if (on === call.recording) return null;
    if (on) this.#start(call);
    else this.#stop(call);
    return null;
  }

  /** A call that is over records nothing more; its file comes when it is whole. */
  ended(call: Call): void {
    call.recording = false;
    if (this.#of.get(call.id) === call) this.#parts.clock.after(REMEMBERED_MS, () => this.#of.delete(call.id));
  }

  ready(recorded: Extract<CarrierEvent, { type: 'recorded' }>): void {
    const { callId, file, startedAtMs, durationMs, bytes } = recorded;
    const call = this.#of.get(callId);
    this.#parts.sink.fact({
      type: 'recorded',
      callId,
      attemptId: call?.attemptId ?? recorded.attemptId ?? null,
      campaignId: call?.campaign.id ?? null,
      agentId: call?.talkedWith ?? null,
      number: call?.record.number ?? null,
      ...{ file, startedAtMs, durationMs, bytes },
    });
  }

  #start(call: Call): void {
    this.#of.set(call.id, call);
    this.#show(call, true, null);
    this.#parts.telephony.startRecording(call.id, (result) => {
      if (!result.ok && call.state !== 'ended') this.#show(call, false, `not recorded: ${result.message}`);
    });
  }

  #stop(call: Call): void {
    this.#show(call, false, null);
    this.#parts.telephony.stopRecording(call.id, (result) => {
      if (!result.ok && call.state !== 'ended') this.#show(call, true, `still recorded: ${result.message}`);
    });
  }

  #show(call: Call, recording: boolean, notice: string | null): void {
    call.recording = recording;
    call.version += 1;
    const { agent } = call;
    if (agent?.call === call) changeLine(this.#parts.floor, agent, { recording, notice });
  }
}
