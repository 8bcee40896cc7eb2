/** What an agent's wrap-up code says of the detector's verdict, and of an answer that was counted as a person's. */
import { MACHINE_CODES } from '@outdial/shared';
import type { Call } from './call.ts';

export function learnFromCode(call: Call, code: string, nowMs: number): void {
  const { campaign, verdict } = call;
  const machine = MACHINE_CODES.has(code);
  // Where the verdict itself left the message, nobody has listened.
  if (verdict?.label === 'machine' && !call.leftByVerdict) campaign.account.checked(machine ? 'machine' : 'person');
  if (!machine || call.corrected) return;
  call.corrected = true;
  if (call.accounted) campaign.account.wasMachine(campaign.config.abandonWindow, nowMs, call.liveEnd === 'abandoned');
  // A call that is not over yet is counted as what it is.
  if (call.outcome === 'live') campaign.totals.wasMachine(call.liveEnd);
}
