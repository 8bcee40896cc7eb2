/** An engine that says what the test says, on real ZeroMQ sockets, and keeps what it is told. */
import {
  BUS_PROTOCOL,
  type EngineEpoch,
  type EngineMessage,
  encodeBusMessage,
  type LivePicture,
  type ServerMessage,
} from '@outdial/shared';
import { Dealer, Publisher } from 'zeromq';

type Type = ServerMessage['type'];
type Of<T extends Type> = Extract<ServerMessage, { type: T }>;

export class ScriptedEngine {
  readonly epoch: EngineEpoch;
  readonly told: ServerMessage[] = [];
  readonly #control = new Dealer({ linger: 0 });
  readonly #live = new Publisher({ linger: 0 });
  readonly #waiting: { type: Type; take: (message: ServerMessage) => void }[] = [];
  readonly #reading: Promise<void>;
  #sending: Promise<unknown> = Promise.resolve();

  constructor(endpoints: { control: string; live: string }, epoch: string) {
    this.epoch = epoch as EngineEpoch;
    this.#control.connect(endpoints.control);
    this.#live.connect(endpoints.live);
    this.#reading = this.#read();
  }

  say(message: EngineMessage): void {
    this.raw(encodeBusMessage(message));
  }

  raw(...frames: (string | Uint8Array)[]): void {
    this.#sending = this.#sending.then(() => this.#control.send(frames)).catch(() => undefined);
  }

  show(picture: LivePicture): Promise<void> {
    return this.#live.send(encodeBusMessage({ type: 'picture', picture }));
  }

  /** The next message of this type that nobody waited for yet. */
  next<T extends Type>(type: T): Promise<Of<T>> {
    const at = this.told.findIndex((message) => message.type === type);
    const [known] = at < 0 ? [] : this.told.splice(at, 1);
    if (known !== undefined) return Promise.resolve(known as Of<T>);
    return new Promise((resolve) => {
      this.#waiting.push({ type, take: (message) => resolve(message as Of<T>) });
    });
  }

  hello(): Promise<Of<'welcome'>> {
    this.say({ type: 'hello', protocol: BUS_PROTOCOL, epoch: this.epoch, telephony: 'scripted', pid: 1 });
    return this.next('welcome');
  }

  async close(): Promise<void> {
    await this.#sending;
    this.#control.close();
    this.#live.close();
    await this.#reading;
  }

  async #read(): Promise<void> {
    for await (const [frame] of this.#control) {
      if (frame === undefined) continue;
      const message = JSON.parse(frame.toString()) as ServerMessage;
      const at = this.#waiting.findIndex(({ type }) => type === message.type);
      const [waiting] = at < 0 ? [] : this.#waiting.splice(at, 1);
      if (waiting === undefined) this.told.push(message);
      else waiting.take(message);
    }
  }
}
