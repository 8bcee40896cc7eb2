/** What several packs together want of a campaign's own figures: the strictest of each. */
import type { CompliancePack } from '@outdial/shared';

export interface CampaignFloor {
  minRingMs: number;
  connectWithinMs: number;
  /** Each holds in its own window. */
  abandonment: readonly { window: CompliancePack['abandonWindow']; cap: number; packId: string }[];
}

export function strictest(packs: readonly CompliancePack[]): CampaignFloor {
  const windows = [...new Set(packs.map((pack) => pack.abandonWindow))];
  return {
    minRingMs: Math.max(0, ...packs.map((pack) => pack.minRingMs)),
    connectWithinMs: Math.min(...packs.map((pack) => pack.connectWithinMs)),
    abandonment: windows.flatMap((window) => {
      const [first] = packs.filter((pack) => pack.abandonWindow === window).sort((a, b) => a.abandonCap - b.abandonCap);
      return first === undefined ? [] : [{ window, cap: first.abandonCap, packId: first.id }];
    }),
  };
}
