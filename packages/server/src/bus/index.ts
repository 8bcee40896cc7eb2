/** The server's side of the bus. */
export type * from './port.ts';
export { startBus } from './start.ts';
