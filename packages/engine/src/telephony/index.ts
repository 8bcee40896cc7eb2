/** Telephony: the port, and the simulated carrier behind it. */
export type { Finding } from './asterisk/checkup/finding.ts';
export { checkUpAll, troubles } from './asterisk/fleet/check-up.ts';
export { type Asterisk, openAsterisk } from './asterisk/fleet/open.ts';
export { type AsteriskNode, AsteriskOptionsError } from './asterisk/options.ts';
export { readAsteriskFile } from './asterisk/options-file.ts';
export * from './far-end.ts';
export { findAsterisk, NoAsteriskError } from './lab/installation.ts';
export { openStandingLab } from './lab/standing-lab.ts';
export * from './port.ts';
export { recordingsFolder } from './recordings-folder.ts';
export { SimulatedCarrier } from './simulated/carrier.ts';
export { NO_LEDGER, openLedger, readLedger } from './simulated/ledger.ts';
export type { LineLimits } from './simulated/lines.ts';
export { CarrierProfileError, type CarrierProfileInput, EVERYDAY } from './simulated/profile.ts';
