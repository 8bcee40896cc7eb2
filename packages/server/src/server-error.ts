/** What keeps the server from starting, in one line that says what to do. */

/** Thrown by `runServer` where the machine or the configuration does not let it start. */
export class ServerStartError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ServerStartError';
  }
}

const reason = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
const codeOf = (cause: unknown): unknown =>
  typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;

export function listenError(host: string, port: number, cause: unknown): ServerStartError {
  const words: Partial<Record<string, string>> = {
    EADDRINUSE: `Port ${port} on ${host} is in use: stop what listens there, or choose another with --port (0 takes a free one).`,
    EACCES: `Port ${port} on ${host} may not be used by this account: choose one above 1023 with --port.`,
    EADDRNOTAVAIL: `${host} is no address of this machine: choose another with --host.`,
    ENOTFOUND: `${host} is no address of this machine: choose another with --host.`,
  };
  return new ServerStartError(words[String(codeOf(cause))] ?? `Cannot listen on ${host}:${port}: ${reason(cause)}.`, {
    cause,
  });
}

export const folderError = (folder: string, cause: unknown): ServerStartError =>
  new ServerStartError(
    `The data folder ${folder} cannot be written: ${reason(cause)}. Make it writable for this account, or name another with --data.`,
    { cause },
  );
