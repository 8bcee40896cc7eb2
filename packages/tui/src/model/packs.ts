/** The compliance packs that the campaigns run under, as the header names them. */
import type { ConsoleState } from './state.ts';

/** Each pack once, in the campaigns' order; null before they are known. */
export function packWords(state: ConsoleState): string | null {
  const names = [...state.overviews.values()].map(({ campaign, compliancePackName }) =>
    compliancePackName === undefined ? campaign.compliancePack : compliancePackName,
  );
  return names.length === 0 ? null : [...new Set(names)].join('; ');
}
