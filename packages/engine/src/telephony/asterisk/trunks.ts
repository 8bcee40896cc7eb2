/** All trunks: a call goes to the one that, for its weight, carries the fewest. */

import type { TrunkOptions } from './options.ts';
import { Trunk } from './trunk.ts';

export class Trunks {
  readonly all: readonly Trunk[];

  constructor(options: readonly TrunkOptions[]) {
    this.all = options.map((trunk) => new Trunk(trunk));
  }

  /** Takes a line; null where no trunk has one now. */
  take(nowMs: number): Trunk | null {
    const free = this.all.filter((trunk) => trunk.free(nowMs) >= 1);
    const load = (trunk: Trunk): number => (trunk.linesInUse + 1) / (trunk.options.weight ?? 1);
    const best = free.toSorted((a, b) => load(a) - load(b))[0];
    return best?.take(nowMs) === true ? best : null;
  }

  free(nowMs: number): number {
    return this.all.reduce((sum, trunk) => sum + trunk.free(nowMs), 0);
  }

  /** The trunk of a channel by its name at Asterisk (`PJSIP/carrier-0000001a`); the first where it does not tell. */
  of(channelName: string): Trunk | null {
    const endpoint = /^PJSIP\/(.+)-[0-9a-f]+$/.exec(channelName)?.[1];
    return this.all.find((trunk) => trunk.pjsipEndpoint === endpoint) ?? this.all[0] ?? null;
  }

  setDown(reason: string | null): void {
    for (const trunk of this.all) trunk.setDown(reason);
  }
}
