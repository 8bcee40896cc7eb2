/** Telephony: the port, and the simulated carrier behind it. */
export type { Finding } from './asterisk/checkup/finding.ts';
export { checkUpAll, troubles } from './asterisk/fleet/check-up.ts';
export { type Asterisk, openAsterisk } from './asterisk/fleet/open.ts';
export { type AsteriskNode, AsteriskOptionsError } from './asterisk/options.ts';
export { readAsteriskFile } from './asterisk/options-file.ts';
export * from './far-end.ts';
export { findAsterisk, NoAsteriskError } from './lab/installation.ts';
export { openStandingLab, type StandingLab } from './lab/standing-lab.ts';
export * from './port.ts';
export { recordingsFolder } from './recordings-folder.ts';
export { SimulatedCarrier, type SimulatedCarrierOptions } from './simulated/carrier.ts';
export {
  type Ledger,
  type LedgerContents,
  type LedgerEntry,
  NO_LEDGER,
  openLedger,
  readLedger,
} from './simulated/ledger.ts';
export type { LineLimits } from './simulated/lines.ts';
export type { SimulatedCallPicture } from './simulated/picture.ts';
export {
  type CallProfileInput,
  CarrierProfileError,
  type CarrierProfileInput,
  carrierProfileSchema,
  EVERYDAY,
} from './simulated/profile.ts';
