/** Supervisors who listen, whisper and barge: a snoop on the agent's channel (the contact's where there is no agent). */
import type { MonitorMode, MonitorRequest, PortResult } from '../port.ts';
import { noSuchCall, noSuchMonitor, OK, refused } from '../results.ts';
import { path } from './ari-rest.ts';
import type { AsteriskCall } from './call.ts';
import { snoopFrames } from './call-ear.ts';
import type { Leg } from './leg.ts';
import type { Media } from './media.ts';
import { type AsteriskOptions, DEFAULT_PHONE_RING_MS } from './options.ts';
import type { EndpointOf } from './phones.ts';
import type { Switchboard } from './switchboard.ts';

interface Monitor {
  readonly request: MonitorRequest;
  readonly call: AsteriskCall;
  mode: MonitorMode;
  leg: Leg | null;
  bridgeId: string | null;
  snoopId: string | null;
  frames: readonly { close(): void }[];
  ended: boolean;
  turn: Promise<unknown>;
}

/** Into which direction of the snooped channel a supervisor speaks: `out` to its phone, `both` to the other side too. */
const WHISPER: Readonly<Record<MonitorMode, { agent: string; contact: string }>> = {
  listen: { agent: 'none', contact: 'none' },
  whisper: { agent: 'out', contact: 'none' },
  barge: { agent: 'both', contact: 'out' },
};

export class Monitors {
  readonly #board: Switchboard;
  readonly #media: Media;
  readonly #options: AsteriskOptions;
  readonly #endpointOf: EndpointOf;
  readonly #say: (words: string) => void;
  readonly #monitors = new Map<string, Monitor>();

  constructor(
    board: Switchboard,
    media: Media,
    options: AsteriskOptions,
    endpointOf: EndpointOf,
    say: (words: string) => void,
  ) {
    this.#board = board;
    this.#media = media;
    this.#options = options;
    this.#endpointOf = endpointOf;
    this.#say = say;
  }

  async start(call: AsteriskCall, request: MonitorRequest): Promise<PortResult> {
    const { mode, monitorId, supervisorPhone } = request;
    if (this.#monitors.has(monitorId)) {
      return refused('wrong-call-state', `monitor ${monitorId} is at work already: take another id, or stop it first`);
    }
    if (mode !== 'listen' && supervisorPhone === null) return cannotSpeak(monitorId, mode);
    const monitor: Monitor = {
      ...{ request, call, mode, leg: null, bridgeId: null, snoopId: null, frames: [], ended: false },
      turn: Promise.resolve(),
    };
    this.#monitors.set(monitorId, monitor);
    call.monitorIds.add(monitorId);
    try {
      if (supervisorPhone !== null && !(await this.#ring(monitor, supervisorPhone))) {
        this.stop(monitorId);
        return call.leaving
          ? noSuchCall(call.request.callId)
          : refused('phone-unreachable', `the supervisor's phone ${supervisorPhone} does not answer`);
      }
      await this.#listen(monitor);
    } catch (error) {
      this.stop(monitorId);
      throw error;
    }
    return OK;
  }

  async setMode(monitorId: string, mode: MonitorMode): Promise<PortResult> {
    const monitor = this.#monitors.get(monitorId);
    if (monitor === undefined) {
      return noSuchMonitor(monitorId);
    }
    if (mode !== 'listen' && monitor.request.supervisorPhone === null) return cannotSpeak(monitorId, mode);
    monitor.mode = mode;
    await this.#inTurn(monitor, () => this.#snoop(monitor));
    return OK;
  }

  stop(monitorId: string): void {
    const monitor = this.#monitors.get(monitorId);
    if (monitor === undefined) return;
    this.#monitors.delete(monitorId);
    monitor.call.monitorIds.delete(monitorId);
    monitor.ended = true;
    monitor.leg?.hangUp();
    for (const frames of monitor.frames) frames.close();
    if (monitor.snoopId !== null) this.#board.drop(monitor.snoopId);
    if (monitor.bridgeId !== null) this.#board.unbridge(monitor.bridgeId);
  }

  /** Another agent, or none, is on the call now: listen there. */
  follow(call: AsteriskCall): void {
    for (const monitorId of call.monitorIds) {
      const monitor = this.#monitors.get(monitorId);
      if (monitor !== undefined) this.#inTurn(monitor, () => this.#listen(monitor)).catch(() => undefined);
    }
  }

  end(call: AsteriskCall): void {
    for (const monitorId of [...call.monitorIds]) this.stop(monitorId);
  }

  #inTurn(monitor: Monitor, act: () => Promise<void>): Promise<void> {
    const turn = monitor.turn.then(act, act);
    monitor.turn = turn;
    return turn;
  }

  async #listen(monitor: Monitor): Promise<void> {
    if (monitor.request.supervisorPhone !== null) await this.#snoop(monitor);
    await this.#hearFrames(monitor);
  }

  /** Whether the supervisor's phone answers; it is in a bridge of its own then. */
  async #ring(monitor: Monitor, address: string): Promise<boolean> {
    const { monitorId } = monitor.request;
    const endpoint = this.#endpointOf(address);
    if (endpoint === null) return false;
    const bridgeId = await this.#board.bridge('monitor', monitorId);
    monitor.bridgeId = bridgeId;
    const channelId = this.#board.name('supervisor', monitorId);
    const ringMs = this.#options.phoneRingMs ?? DEFAULT_PHONE_RING_MS;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const patience = this.#board.clock.after(ringMs, () => leg.hangUp());
    const leg = this.#board.call(
      {
        ...{ channelId, endpoint, answerWithinS: Math.ceil(ringMs / 1_000) + 5 },
        beforeDial: () => this.#board.join(bridgeId, channelId),
      },
      {
        up: () => resolve(true),
        gone: ({ failure }) => {
          if (failure !== null) this.#say(`supervisor's phone ${address}: ${failure}`);
          const listened = monitor.snoopId !== null && !monitor.ended;
          resolve(false);
          this.stop(monitorId);
          if (listened) monitor.request.onPhoneGone?.();
        },
      },
    );
    monitor.leg = leg;
    if (monitor.ended) leg.hangUp();
    const answered = await promise;
    patience.cancel();
    return answered;
  }

  /** The direction of a snoop cannot be changed: a new one takes the place of the old. */
  async #snoop(monitor: Monitor): Promise<void> {
    const { bridgeId, call, mode } = monitor;
    if (bridgeId === null || monitor.ended) return;
    const agentChannel = call.phone?.leg?.channelId;
    const channelId = agentChannel ?? call.channelId;
    const whisper = WHISPER[mode][agentChannel === undefined ? 'contact' : 'agent'];
    const snoopId = this.#board.name('monitor', monitor.request.monitorId);
    const query = { spy: 'both', whisper, app: this.#board.app };
    await this.#board.arrive(snoopId, () =>
      this.#board.rest.post(path`/channels/${channelId}/snoop/${snoopId}`, query),
    );
    const old = monitor.snoopId;
    monitor.snoopId = snoopId;
    if (old !== null) this.#board.drop(old);
    if (monitor.ended) this.#board.drop(snoopId);
    else await this.#board.join(bridgeId, snoopId);
  }

  /** For the console's meter, each side by itself. */
  async #hearFrames(monitor: Monitor): Promise<void> {
    const { call } = monitor;
    const { monitorId, onFrame } = monitor.request;
    if (onFrame === undefined) return;
    const old = monitor.frames;
    const sides = [
      { side: 'contact' as const, channelId: call.channelId },
      { side: 'agent' as const, channelId: call.phone?.leg?.channelId },
    ];
    const host = this.#options.mediaHost ?? '127.0.0.1';
    const frames: { close(): void }[] = [];
    monitor.frames = frames;
    for (const { channelId, side } of sides) {
      if (channelId === undefined) continue;
      const source = await snoopFrames(this.#board, this.#media, host, channelId, monitorId, (frame, atMs) => {
        if (!monitor.ended && monitor.frames === frames) onFrame(frame, side, atMs);
      });
      if (source !== null) frames.push(source);
    }
    for (const frame of monitor.ended ? [...old, ...frames] : old) frame.close();
  }
}

function cannotSpeak(monitorId: string, mode: MonitorMode): PortResult {
  return refused(
    'phone-unreachable',
    `monitor ${monitorId} has no phone to ${mode} with: start it with a supervisor's phone`,
  );
}
