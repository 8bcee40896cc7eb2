/** One call at a phone of the lab: it rings, plays, answers, refuses, presses keys and hangs up as planned. */
import type { Clock, Timer } from '@outdial/shared';
import { Ear } from './ear.ts';
import type { Plan } from './plan.ts';
import type { RtpPort, RtpStream } from './rtp-port.ts';
import { header, mediaPort, reasonOf, type SipMessage, sessionDescription, writeSip } from './sip-message.ts';
import type { Sound } from './sounds.ts';

/** T1 of RFC 3261: the first repetition of what was not acknowledged. */
const T1_MS = 500;
const REPETITIONS = 5;

export interface SipCallParts {
  readonly called: string;
  readonly from: { readonly number: string; readonly name: string };
  readonly invite: SipMessage;
  readonly plan: Plan;
  readonly clock: Clock;
  readonly rtp: RtpPort;
  readonly sipPort: number;
  /** Who calls listens there. */
  readonly remotePort: number;
  /** Of what is heard; two seconds unless told. */
  readonly keptFrames?: number;
  readonly send: (text: string) => void;
  readonly ended: () => void;
}

export class SipCall {
  readonly called: string;
  readonly from: SipCallParts['from'];
  readonly remotePort: number;
  readonly ear: Ear;
  state: 'early' | 'answered' | 'ended' = 'early';
  answeredAtMs: number | null = null;
  /** All digits received. */
  digits = '';
  endedBy: 'us' | 'them' | null = null;
  readonly #parts: SipCallParts;
  readonly #tag: string;
  readonly #timers: Timer[] = [];
  #stream: RtpStream | null = null;
  #sent = '';
  #confirmed = false;

  constructor(parts: SipCallParts) {
    this.#parts = parts;
    this.called = parts.called;
    this.from = parts.from;
    this.remotePort = parts.remotePort;
    this.ear = new Ear(parts.keptFrames);
    this.#tag = `lab-${header(parts.invite, 'call-id').slice(0, 12)}`;
  }

  begin(): void {
    const { plan } = this.#parts;
    this.#reply(100);
    const { early, end, ringsAfterMs } = plan;
    if (early !== null) this.#at(early.afterMs, () => this.#playEarly(early.sound));
    if (ringsAfterMs !== null) this.#at(ringsAfterMs, () => this.#reply(180));
    if (end.does === 'answer') this.#at(end.afterMs, () => this.#answer(end));
    if (end.does === 'refuse') this.#at(end.afterMs, () => this.#refuse(end.status));
  }

  /** From now on the phone says this; null: it sends nothing. */
  say(sound: Sound | null): void {
    this.#stream?.say(sound, this.#parts.clock.nowMs());
  }

  press(digit: string): void {
    this.#stream?.press(digit);
  }

  hangUp(): void {
    if (this.state !== 'answered') return;
    const { invite, send, sipPort } = this.#parts;
    const target = /<([^>]+)>/.exec(header(invite, 'contact'))?.[1] ?? header(invite, 'contact');
    const bye = writeSip(`BYE ${target} SIP/2.0`, [
      ['Via', `SIP/2.0/UDP 127.0.0.1:${sipPort};branch=z9hG4bK-${this.#tag}-bye`],
      ['From', this.#tagged(header(invite, 'to'))],
      ['To', header(invite, 'from')],
      ['Call-ID', header(invite, 'call-id')],
      ['CSeq', '2 BYE'],
      ['Max-Forwards', '70'],
    ]);
    this.#confirmed = false;
    this.#end('us');
    send(bye);
    this.#repeat(bye, T1_MS, REPETITIONS);
  }

  /** Something that the other side asks within the call. */
  request(method: string, message: SipMessage): void {
    if (method === 'ACK') {
      const first = !this.#confirmed;
      this.#confirmed = true;
      if (first && this.state === 'answered') this.#afterAnswer();
      return;
    }
    if (method === 'INVITE' && this.state === 'early') {
      if (this.#sent !== '') this.#parts.send(this.#sent);
      return;
    }
    if (method === 'INVITE' || method === 'UPDATE') {
      const offers = message.body !== '';
      this.#answerTo(message, this.state === 'ended' ? 481 : 200, offers || method === 'INVITE');
      return;
    }
    this.#answerTo(message, 200, false);
    if (method === 'CANCEL' && this.state === 'early') {
      this.#reply(487);
      this.#end('them');
    }
    if (method === 'BYE') this.#end('them');
  }

  /** An answer to what we asked: our BYE was heard. */
  answered(_message: SipMessage): void {
    this.#confirmed = true;
  }

  /** The other side is gone: it ends, and nothing more is sent. */
  cut(): void {
    this.#confirmed = true;
    this.#end('them');
  }

  /** Everything stops, and nobody is told. */
  discard(): void {
    for (const timer of this.#timers.splice(0)) timer.cancel();
    if (this.#stream !== null) this.#parts.rtp.forget(this.#stream);
    this.#stream = null;
    this.#confirmed = true;
    this.state = 'ended';
  }

  #playEarly(sound: Sound): void {
    if (this.state !== 'early') return;
    this.#openStream();
    this.#reply(183, true);
    this.say(sound);
  }

  #answer(end: Extract<Plan['end'], { does: 'answer' }>): void {
    if (this.state !== 'early') return;
    this.state = 'answered';
    this.answeredAtMs = this.#parts.clock.nowMs();
    this.#openStream();
    for (const timer of this.#timers.splice(0)) timer.cancel();
    this.#reply(200, true);
    this.#repeat(this.#sent, T1_MS, REPETITIONS);
    this.say(end.sound);
  }

  /** What is planned after the answer starts when the other side has confirmed it. */
  #afterAnswer(): void {
    const { end } = this.#parts.plan;
    if (end.does !== 'answer') return;
    for (const { afterMs, digit } of end.presses) this.#at(afterMs, () => this.press(digit));
    if (end.hangsUpAfterMs !== null) this.#at(end.hangsUpAfterMs, () => this.hangUp());
  }

  #refuse(status: number): void {
    if (this.state !== 'early') return;
    this.#reply(status);
    this.#repeat(this.#sent, T1_MS, REPETITIONS);
    this.#end('us');
  }

  #openStream(): void {
    const remote = mediaPort(this.#parts.invite.body);
    if (this.#stream !== null || remote === null) return;
    this.#stream = this.#parts.rtp.open(remote, {
      audio: (payload, atMs) => this.ear.hear(payload, atMs),
      digit: (digit) => {
        this.digits += digit;
      },
    });
  }

  #end(by: 'us' | 'them'): void {
    if (this.state === 'ended') return;
    for (const timer of this.#timers.splice(0)) timer.cancel();
    if (this.#stream !== null) this.#parts.rtp.forget(this.#stream);
    this.#stream = null;
    this.state = 'ended';
    this.endedBy = by;
    this.#parts.ended();
  }

  #reply(status: number, withMedia = false): void {
    this.#sent = this.#response(this.#parts.invite, status, withMedia);
    this.#parts.send(this.#sent);
  }

  #answerTo(request: SipMessage, status: number, withMedia: boolean): void {
    this.#parts.send(this.#response(request, status, withMedia));
  }

  #response(request: SipMessage, status: number, withMedia: boolean): string {
    const { rtp, sipPort } = this.#parts;
    const to = header(request, 'to');
    const headers: (readonly [string, string])[] = [
      ...(request.headers.get('via') ?? []).map((via) => ['Via', via] as const),
      ['From', header(request, 'from')],
      ['To', status === 100 ? to : this.#tagged(to)],
      ['Call-ID', header(request, 'call-id')],
      ['CSeq', header(request, 'cseq')],
      ['Contact', `<sip:127.0.0.1:${sipPort}>`],
    ];
    return writeSip(`SIP/2.0 ${status} ${reasonOf(status)}`, headers, withMedia ? sessionDescription(rtp.port) : '');
  }

  #tagged(to: string): string {
    return to.includes('tag=') ? to : `${to};tag=${this.#tag}`;
  }

  #repeat(text: string, afterMs: number, left: number): void {
    if (left === 0) return;
    this.#parts.clock.after(afterMs, () => {
      if (this.#confirmed) return;
      this.#parts.send(text);
      this.#repeat(text, 2 * afterMs, left - 1);
    });
  }

  #at(afterMs: number, action: () => void): void {
    this.#timers.push(this.#parts.clock.after(afterMs, action));
  }
}
