/** What the console is started with; everything but the address has a default. */
import type { Clock } from '@outdial/shared';
import type { Theme } from './theme/theme.ts';

export interface ConsoleOptions {
  /** `http://127.0.0.1:4170` */
  baseUrl: string;
  /** A supervisor's bearer token. */
  token?: string;
  /** One object a line instead of a screen or snapshots. */
  json?: boolean;
  /** One snapshot, then the end. */
  once?: boolean;
  /** Refuses acts. */
  readOnly?: boolean;
  stdin?: NodeJS.ReadStream;
  stdout?: NodeJS.WriteStream;
  stderr?: NodeJS.WriteStream;
  fetch?: typeof fetch;
  clock?: Clock;
  /** Colours and characters; the environment's where it is left out. */
  theme?: Theme;
  /** Time zone of the times of day; the machine's where it is left out. */
  zone?: string;
  /** 1 to 10, by default 8. */
  framesPerSecond?: number;
  /** Called when the user leaves, before the terminal is given back: `interrupt` for Ctrl-C. */
  onQuit?: (reason: QuitReason) => void;
  /** Ends the console from outside. */
  signal?: AbortSignal;
}

export type QuitReason = 'quit' | 'interrupt';

export interface ConsoleEnd {
  exitCode: 0 | 1;
  /** `closed`: from outside, or with `--once` done. */
  reason: QuitReason | 'closed';
}
