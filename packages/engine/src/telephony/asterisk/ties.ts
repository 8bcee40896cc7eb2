/**
 * Calls from the other nodes of the fleet: `Stasis(APP,tie,TOKEN)`. Who is expected under the token is put through: an
 * agent, whose phone is up in its bridge here, or a phone that is called from here.
 */
import type { AgentId } from '@outdial/shared';
import type { AriEvent } from './ari-events.ts';
import { path } from './ari-rest.ts';
import type { Leg } from './leg.ts';
import { type AsteriskOptions, DEFAULT_PHONE_RING_MS, phoneEndpoint } from './options.ts';
import type { Phones } from './phones.ts';
import type { Switchboard } from './switchboard.ts';

/** The other node dials at once. */
const COMES_WITHIN_MS = 10_000;

export type TieTo =
  | { readonly kind: 'agent'; readonly agentId: AgentId }
  | { readonly kind: 'address'; readonly address: string };

interface Expected {
  readonly from: string;
  readonly to: TieTo;
}

interface Tie {
  readonly from: string;
  readonly leg: Leg;
}

type Start = Extract<AriEvent, { type: 'stasis-start' }>;

export class Ties {
  readonly #board: Switchboard;
  readonly #phones: Phones;
  readonly #options: AsteriskOptions;
  readonly #expected = new Map<string, Expected>();
  readonly #ties = new Set<Tie>();

  constructor(board: Switchboard, phones: Phones, options: AsteriskOptions) {
    this.#board = board;
    this.#phones = phones;
    this.#options = options;
  }

  /**
   * Who comes from that node with this token is put through: to an agent as often as they come, until the token is
   * forgotten; to a phone once, and soon.
   */
  expect(token: string, from: string, to: TieTo): void {
    this.#expected.set(token, { from, to });
    if (to.kind === 'address') this.#board.clock.after(COMES_WITHIN_MS, () => this.forget(token));
  }

  forget(token: string): void {
    this.#expected.delete(token);
  }

  /** That node is gone: what came from it is told no end by anybody. */
  lost(from: string): void {
    for (const tie of this.#ties) if (tie.from === from) tie.leg.hangUp();
  }

  /** False where it is no tie. */
  came({ args, channelId }: Start): boolean {
    const [kind, token = ''] = args;
    if (kind !== 'tie') return false;
    const expected = this.#expected.get(token);
    if (expected?.to.kind === 'address') this.forget(token);
    if (expected === undefined) this.#board.drop(channelId);
    else this.#putThrough(channelId, expected);
    return true;
  }

  #putThrough(channelId: string, { from, to }: Expected): void {
    let over = (): void => undefined;
    const gone = (): void => {
      this.#ties.delete(tie);
      over();
    };
    const tie: Tie = { from, leg: this.#board.adopt(channelId, { up: () => undefined, gone }) };
    this.#ties.add(tie);
    const failed = (): void => tie.leg.hangUp();
    if (to.kind === 'agent') {
      const bridgeId = this.#phones.homeOf(to.agentId);
      if (bridgeId === null) failed();
      else this.#answerIn(bridgeId, channelId).catch(failed);
      return;
    }
    this.#relay(tie, to.address).then((end) => {
      over = end;
      if (tie.leg.state === 'gone') end();
    }, failed);
  }

  /** Both hear each other from the first word: joined first, answered then. */
  async #answerIn(bridgeId: string, channelId: string): Promise<void> {
    await this.#board.join(bridgeId, channelId);
    await this.#board.rest.post(path`/channels/${channelId}/answer`);
  }

  /** Calls the phone for who came; what is returned ends it. */
  async #relay(tie: Tie, address: string): Promise<() => void> {
    const endpoint = phoneEndpoint(this.#options, address);
    if (endpoint === null) throw new Error(`${address} is no address that can be dialed`);
    const bridgeId = await this.#board.bridge('relay', address);
    const channelId = this.#board.name('relay', address);
    const ringMs = this.#options.phoneRingMs ?? DEFAULT_PHONE_RING_MS;
    const patience = this.#board.clock.after(ringMs, () => leg.hangUp());
    const leg = this.#board.call(
      {
        ...{ channelId, endpoint, answerWithinS: Math.ceil(ringMs / 1_000) + 5 },
        beforeDial: () => this.#board.join(bridgeId, channelId),
      },
      {
        up: () => {
          patience.cancel();
          this.#answerIn(bridgeId, tie.leg.channelId).catch(() => leg.hangUp());
        },
        gone: () => {
          patience.cancel();
          this.#board.unbridge(bridgeId);
          tie.leg.hangUp();
        },
      },
    );
    return () => leg.hangUp();
  }
}
