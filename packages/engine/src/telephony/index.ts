/** Telephony: the port, and the simulated carrier behind it. */
export { AsteriskTelephony } from './asterisk/asterisk-telephony.ts';
export { type AsteriskOptions, AsteriskOptionsError, readAsteriskOptions } from './asterisk/options.ts';
export * from './far-end.ts';
export { everydayCarrier, quietPhone } from './lab/everyday-carrier.ts';
export { NoAsteriskError } from './lab/installation.ts';
export { type Lab, type LabOptions, openLab } from './lab/lab.ts';
export * from './port.ts';
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
