/** Where the bus may listen: on this machine only, until it speaks CURVE. */

/** Thrown when an endpoint would be reachable from elsewhere, or is none. */
class EndpointRefusedError extends Error {
  readonly code = 'endpoint-refused';
  readonly endpoint: string;

  constructor(endpoint: string, why: string) {
    super(`The bus does not listen on ${endpoint}: ${why}.`);
    this.name = 'EndpointRefusedError';
    this.endpoint = endpoint;
  }
}

const LOOPBACK = /^tcp:\/\/(127(?:\.\d{1,3}){3}|localhost|\[::1\]):(\d{1,5}|\*)$/;

export function checkEndpoint(endpoint: string): void {
  if (endpoint.startsWith('ipc://') && endpoint.length > 'ipc://'.length) return;
  if (LOOPBACK.test(endpoint)) return;
  const why = endpoint.startsWith('tcp://')
    ? 'it is no loopback address, and the bus does not encrypt yet; use ipc://PATH or tcp://127.0.0.1:PORT'
    : 'use ipc://PATH, or tcp://127.0.0.1:PORT on this machine';
  throw new EndpointRefusedError(endpoint, why);
}
