/** A configuration file of an earlier version, as this one writes it; what is none is handed back untouched. */
import { isSystemCode } from '@outdial/shared';
import { isRecord } from './is-record.ts';

/**
 * Version 1 wrote `effect: finish` with every code that was given none. Of a code that the system sets by itself, left out
 * now means what the contact rule says of the outcome (WX-9): such a file never asked for anything else.
 */
export function broughtForward(raw: unknown): unknown {
  if (!isRecord(raw) || raw.version !== 1) return raw;
  const { campaigns } = raw;
  return { ...raw, version: 2, ...(Array.isArray(campaigns) ? { campaigns: campaigns.map(campaignOf1) } : {}) };
}

function campaignOf1(campaign: unknown): unknown {
  if (!isRecord(campaign) || !Array.isArray(campaign.wrapUpCodes)) return campaign;
  return { ...campaign, wrapUpCodes: campaign.wrapUpCodes.map(codeOf1) };
}

function codeOf1(entry: unknown): unknown {
  if (!isRecord(entry) || typeof entry.code !== 'string' || !isSystemCode(entry.code)) return entry;
  if (entry.effect !== 'finish') return entry;
  const { effect: _, ...code } = entry;
  return code;
}
