/** Telephony: the port, and the simulated carrier behind it. */
export * from './far-end.ts';
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
