/** A group of SIP phones on one UDP port of loopback: every call that arrives goes as its plan says. */
import { createSocket, type Socket } from 'node:dgram';
import type { Clock } from '@outdial/shared';
import type { Plan } from './plan.ts';
import { RtpPort } from './rtp-port.ts';
import { SipCall } from './sip-call.ts';
import { SipCaller, type SipCallerParts } from './sip-caller.ts';
import { calledUser, caller, header, methodOf, parseSip, reasonOf, type SipMessage, writeSip } from './sip-message.ts';

/** An ended call stays known for so long: late packets of it are answered. */
const REMEMBERED_MS = 3_000;

export type Planner = (called: string, from: { number: string; name: string }) => Plan;

export interface SipPhonesOptions {
  readonly clock: Clock;
  readonly planner: Planner;
  /** 0 takes any free port. */
  readonly port?: number;
  /** Of what each call hears; two seconds unless told. */
  readonly keptFrames?: number;
  readonly onCall?: (call: SipCall) => void;
  readonly onEnd?: (call: SipCall) => void;
}

export class SipPhones {
  readonly port: number;
  readonly #options: SipPhonesOptions;
  readonly #socket: Socket;
  readonly #rtp: RtpPort;
  readonly #calls = new Map<string, SipCall>();
  readonly #callers = new Map<string, SipCaller>();
  #received = 0;

  private constructor(options: SipPhonesOptions, socket: Socket, rtp: RtpPort) {
    this.#options = options;
    this.#socket = socket;
    this.#rtp = rtp;
    this.port = socket.address().port;
    socket.on('message', (packet, { port }) => this.#message(packet.toString('latin1'), port));
  }

  static async open(options: SipPhonesOptions): Promise<SipPhones> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: 4 << 20 });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(options.port ?? 0, '127.0.0.1', resolve);
    });
    socket.on('error', () => undefined);
    return new SipPhones(options, socket, await RtpPort.open(options.clock));
  }

  /** Calls received in all. */
  get received(): number {
    return this.#received;
  }

  /** Calls under way, the oldest first. */
  get calls(): readonly SipCall[] {
    return [...this.#calls.values()].filter((call) => call.state !== 'ended');
  }

  /** The newest call to a user that is under way. */
  callTo(user: string): SipCall | null {
    return this.calls.findLast((call) => call.called === user) ?? null;
  }

  /** The newest call that a user makes and that is under way. */
  callFrom(user: string): SipCaller | null {
    return [...this.#callers.values()].findLast((call) => call.from === user && call.state !== 'ended') ?? null;
  }

  /** A phone of this group calls somebody. */
  call(request: Pick<SipCallerParts, 'from' | 'to' | 'sound' | 'givesUpAfterMs' | 'remotePort'>): SipCaller {
    const name = `lab-out-${this.port}-${this.#callers.size + 1}`;
    const call: SipCaller = new SipCaller({
      ...request,
      ...{ name, clock: this.#options.clock, rtp: this.#rtp, sipPort: this.port },
      send: (text) => this.#send(text, request.remotePort),
      ended: () => undefined,
    });
    this.#callers.set(call.callId, call);
    call.begin();
    return call;
  }

  /**
   * Who sends from this port died: its calls end, and nobody is told. A phone would find out by itself in its own time;
   * until then its sound would reach whoever is given the port next.
   */
  cut(remotePort: number): void {
    for (const call of [...this.#callers.values(), ...this.#calls.values()]) {
      if (call.remotePort === remotePort) call.cut();
    }
  }

  close(): void {
    for (const call of this.#callers.values()) call.discard();
    for (const call of this.#calls.values()) call.discard();
    this.#calls.clear();
    this.#rtp.close();
    this.#socket.close();
  }

  #message(text: string, port: number): void {
    const message = parseSip(text);
    if (message === null) return;
    const callId = header(message, 'call-id');
    const call = this.#calls.get(callId) ?? this.#callers.get(callId);
    const method = methodOf(message);
    if (method === null) call?.answered(message);
    else if (method === 'INVITE' && call === undefined) this.#invited(callId, message, port);
    else if (call !== undefined) call.request(method, message);
    else if (method !== 'ACK') this.#send(simpleAnswer(message, method === 'OPTIONS' ? 200 : 481), port);
  }

  #invited(callId: string, invite: SipMessage, port: number): void {
    this.#received += 1;
    const called = calledUser(invite);
    const from = caller(invite);
    const { clock, keptFrames, planner } = this.#options;
    const plan = planner(called, from);
    if (plan.end.does === 'ignore') return;
    const call = new SipCall({
      ...{ called, from, invite, plan, clock, rtp: this.#rtp, sipPort: this.port, remotePort: port },
      ...(keptFrames === undefined ? {} : { keptFrames }),
      send: (text) => this.#send(text, port),
      ended: () => {
        this.#options.onEnd?.(call);
        this.#options.clock.after(REMEMBERED_MS, () => this.#calls.delete(callId));
      },
    });
    this.#calls.set(callId, call);
    call.begin();
    this.#options.onCall?.(call);
  }

  #send(text: string, port: number): void {
    this.#socket.send(text, port, '127.0.0.1');
  }
}

function simpleAnswer(request: SipMessage, status: number): string {
  const copied = ['via', 'from', 'to', 'call-id', 'cseq'].flatMap((name) =>
    (request.headers.get(name) ?? []).map((value) => [name, value] as const),
  );
  return writeSip(`SIP/2.0 ${status} ${reasonOf(status)}`, copied);
}
