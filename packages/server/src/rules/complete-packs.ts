/**
 * Packs that an earlier version wrote know nothing of figures that came later. A pack of ours gets those that it lacks
 * from the pack of the same name; whatever the file says itself stays as it is.
 */
import { isRecord } from '../config/is-record.ts';
import { COMPLIANCE_PACKS } from './packs.ts';

/** `raw` is a configuration file as it was read, not yet checked; what is none is handed back untouched. */
export function completePacks(raw: unknown): unknown {
  if (!isRecord(raw) || !Array.isArray(raw.compliancePacks)) return raw;
  return { ...raw, compliancePacks: raw.compliancePacks.map(completed) };
}

function completed(pack: unknown): unknown {
  if (!isRecord(pack)) return pack;
  const ours = COMPLIANCE_PACKS.find(({ id }) => id === pack.id);
  return ours === undefined ? pack : { ...ours, ...pack };
}
