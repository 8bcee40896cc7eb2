/** Hanging up, once: who asked for it and why is kept for the fact of the end. */
import type { EndedBy } from '@outdial/shared';
import type { Telephony } from '../telephony/port.ts';
import type { Call } from './call.ts';

export function hangUp(telephony: Telephony, call: Call, by: EndedBy, detail: string): void {
  if (call.leaving) return;
  call.hungUpBy = by;
  call.detail = detail;
  telephony.hangUp(call.id);
}
