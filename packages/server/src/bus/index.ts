/** The server's side of the bus. */
export { EndpointRefusedError } from './endpoints.ts';
export type * from './port.ts';
export { startBus } from './start.ts';
