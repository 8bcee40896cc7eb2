/** One call that a phone of the lab makes: it rings the other side, says its sound once answered, and may give up. */
import type { Clock, Timer } from '@outdial/shared';
import { Ear } from './ear.ts';
import type { RtpPort, RtpStream } from './rtp-port.ts';
import { header, mediaPort, reasonOf, type SipMessage, sessionDescription, statusOf, writeSip } from './sip-message.ts';
import type { Sound } from './sounds.ts';

export interface SipCallerParts {
  /** The user that it shows. */
  readonly from: string;
  readonly to: string;
  readonly sound: Sound;
  /** It gives up when nobody has answered after so long; never where it is null. */
  readonly givesUpAfterMs: number | null;
  readonly clock: Clock;
  readonly rtp: RtpPort;
  /** Where the phone listens, and where it sends. */
  readonly sipPort: number;
  readonly remotePort: number;
  readonly name: string;
  readonly send: (text: string) => void;
  readonly ended: () => void;
}

export class SipCaller {
  readonly from: string;
  readonly callId: string;
  readonly remotePort: number;
  readonly ear = new Ear();
  state: 'early' | 'answered' | 'ended' = 'early';
  digits = '';
  /** The last answer's status. */
  status: number | null = null;
  readonly #parts: SipCallerParts;
  readonly #timers: Timer[] = [];
  #stream: RtpStream | null = null;
  #to = '';
  #target: string;

  constructor(parts: SipCallerParts) {
    this.#parts = parts;
    this.from = parts.from;
    this.remotePort = parts.remotePort;
    this.callId = `${parts.name}@lab`;
    this.#target = `sip:${parts.to}@127.0.0.1:${parts.remotePort}`;
    this.#to = `<${this.#target}>`;
  }

  begin(): void {
    const { clock, givesUpAfterMs, rtp } = this.#parts;
    this.#ask('INVITE', 1, sessionDescription(rtp.port));
    if (givesUpAfterMs !== null) this.#timers.push(clock.after(givesUpAfterMs, () => this.#giveUp()));
  }

  hangUp(): void {
    if (this.state === 'early') this.#giveUp();
    if (this.state !== 'answered') return;
    this.#ask('BYE', 2);
    this.#end();
  }

  /** An answer to what we asked. */
  answered(message: SipMessage): void {
    const status = statusOf(message) ?? 0;
    if (!header(message, 'cseq').endsWith('INVITE')) return;
    if (status < 200) {
      this.status = status;
      return;
    }
    this.status = status;
    this.#to = header(message, 'to');
    this.#target = /<([^>]+)>/.exec(header(message, 'contact'))?.[1] ?? this.#target;
    this.#ask('ACK', 1);
    if (status >= 300) this.#end();
    else if (this.state === 'early') this.#talk(message);
  }

  request(method: string, message: SipMessage): void {
    if (method === 'ACK') return;
    const { rtp, send } = this.#parts;
    const copied = ['via', 'from', 'to', 'call-id', 'cseq'].flatMap((name) =>
      (message.headers.get(name) ?? []).map((value) => [name, value] as const),
    );
    const body = method === 'INVITE' ? sessionDescription(rtp.port) : '';
    send(writeSip(`SIP/2.0 200 ${reasonOf(200)}`, [...copied, ['Contact', this.#contact()]], body));
    if (method === 'BYE') this.#end();
  }

  /** The other side is gone: it ends, and nothing more is sent. */
  cut(): void {
    this.#end();
  }

  discard(): void {
    for (const timer of this.#timers.splice(0)) timer.cancel();
    if (this.#stream !== null) this.#parts.rtp.forget(this.#stream);
    this.#stream = null;
    this.state = 'ended';
  }

  #talk(message: SipMessage): void {
    const { clock, rtp, sound } = this.#parts;
    this.state = 'answered';
    for (const timer of this.#timers.splice(0)) timer.cancel();
    const remote = mediaPort(message.body);
    if (remote === null) return;
    this.#stream = rtp.open(remote, {
      audio: (payload, atMs) => this.ear.hear(payload, atMs),
      digit: (digit) => {
        this.digits += digit;
      },
    });
    this.#stream.say(sound, clock.nowMs());
  }

  #giveUp(): void {
    if (this.state === 'early') this.#ask('CANCEL', 1);
  }

  #end(): void {
    if (this.state === 'ended') return;
    this.discard();
    this.#parts.ended();
  }

  #contact(): string {
    return `<sip:${this.from}@127.0.0.1:${this.#parts.sipPort}>`;
  }

  /** A CANCEL names the INVITE's own branch; everything else has one of its own. */
  #ask(method: 'INVITE' | 'ACK' | 'CANCEL' | 'BYE', sequence: number, body = ''): void {
    const { name, sipPort, send, to, remotePort } = this.#parts;
    const branch = method === 'CANCEL' ? 'INVITE' : method;
    const address = method === 'CANCEL' ? `sip:${to}@127.0.0.1:${remotePort}` : this.#target;
    send(
      writeSip(
        `${method} ${address} SIP/2.0`,
        [
          ['Via', `SIP/2.0/UDP 127.0.0.1:${sipPort};branch=z9hG4bK-${name}-${branch}`],
          ['From', `<sip:${this.from}@127.0.0.1:${sipPort}>;tag=${name}`],
          ['To', method === 'CANCEL' ? `<sip:${to}@127.0.0.1:${remotePort}>` : this.#to],
          ['Call-ID', this.callId],
          ['CSeq', `${sequence} ${method}`],
          ['Contact', this.#contact()],
          ['Max-Forwards', '70'],
        ],
        body,
      ),
    );
  }
}
