/** The system of record and its HTTP API. */
export { type AppOptions, createApp } from './app.ts';
export { BrokenConfigurationError } from './config/config-store.ts';
export { checkFile } from './lists/index.ts';
export { ServerStartError } from './server-error.ts';
export { type RunningServer, runServer, type ServerOptions } from './server-main.ts';
