/** Looks every few seconds whether Asterisk holds each trunk's endpoint for reachable (PJSIP `qualify_frequency`). */
import { type Clock, every, type Timer } from '@outdial/shared';
import { object, string } from './ari-events.ts';
import { AriError, type AriRest, path } from './ari-rest.ts';
import type { Trunk } from './trunk.ts';
import type { Trunks } from './trunks.ts';

const LOOK_EVERY_MS = 3_000;

export class TrunkHealth {
  readonly #rest: AriRest;
  readonly #clock: Clock;
  readonly #trunks: Trunks;
  readonly #say: (words: string) => void;
  #timer: Timer | null = null;

  constructor(rest: AriRest, clock: Clock, trunks: Trunks, say: (words: string) => void) {
    this.#rest = rest;
    this.#clock = clock;
    this.#trunks = trunks;
    this.#say = say;
  }

  open(): void {
    this.close();
    this.#lookAtAll();
    this.#timer = every(this.#clock, LOOK_EVERY_MS, () => this.#lookAtAll());
  }

  close(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  #lookAtAll(): void {
    for (const trunk of this.#trunks.all) {
      const { pjsipEndpoint } = trunk;
      if (pjsipEndpoint !== null) void this.#look(trunk, pjsipEndpoint);
    }
  }

  async #look(trunk: Trunk, endpoint: string): Promise<void> {
    let reason: string | null = null;
    try {
      const answer = object(await this.#rest.get(path`/endpoints/PJSIP/${endpoint}`));
      if (string(answer?.state) === 'offline') {
        reason = `Asterisk does not reach ${endpoint}: is the carrier up, and its address in pjsip.conf right?`;
      }
    } catch (error) {
      // A lost link tells itself.
      if (!(error instanceof AriError) || error.status !== 404) return;
      reason = `Asterisk knows no endpoint ${endpoint}: check pjsip.conf`;
    }
    if (this.#timer === null) return;
    const { detail, up } = trunk.picture(this.#clock.nowMs());
    if (reason !== null && (up || detail !== reason)) this.#say(`trunk ${trunk.name}: ${reason}`);
    trunk.setDown(reason);
  }
}
