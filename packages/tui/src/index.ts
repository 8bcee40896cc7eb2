/** The supervisors' console: what the command line starts, and the key reference that the docs hold. */
export type { ConsoleEnd, ConsoleOptions, QuitReason } from './options.ts';
export { runConsole } from './run-console-edge.ts';
export { keyReference } from './screens/help.ts';
export { makeTheme, PALETTES, type Palette, type Theme } from './theme/theme.ts';
