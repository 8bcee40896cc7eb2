/** The back office in the console: the day's report, callbacks and users, asked for and shown as they are (OUT-6, OUT-7). */
import type { Role } from '@outdial/shared';

export type OfficeQuestion = 'report' | 'callbacks' | 'users';

export interface OfficePage {
  readonly what: OfficeQuestion;
  readonly title: string;
  readonly lines: readonly string[];
  /** What stands behind each number that the lines show, from 1. */
  readonly ids: readonly string[];
}

export type OfficeAct =
  | { type: 'create-user'; username: string; role: Role }
  | { type: 'reset-password'; username: string }
  | { type: 'lock-user'; username: string; locked: boolean }
  /** Null: to any agent. */
  | { type: 'give-callback'; callbackId: string; username: string | null }
  | { type: 'cancel-callback'; callbackId: string };
