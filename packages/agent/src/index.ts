/** What the agent package offers: the client library for any agent software, and the terminal client. */
export * from './client/index.ts';
export * from './terminal/index.ts';
