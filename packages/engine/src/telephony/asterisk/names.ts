/** Names of our channels and bridges: `APP~LIFE~ROLE-KEY-COUNT`, so that an engine that returns knows what it finds. */
import type { AttemptId, CallId } from '@outdial/shared';

/** A call's and an attempt's id, and the dot between them, fit; Asterisk takes 149 characters in all. */
const LONGEST_KEY = 80;

export interface OurName {
  readonly life: string;
  readonly role: string;
  readonly key: string;
}

export function writeName(app: string, life: string, role: string, key: string, count: number): string {
  return `${app}~${life}~${role}-${key.replace(/[^\w.-]/g, '_').slice(0, LONGEST_KEY)}-${count}`;
}

/** Null where it is not one of this application's. */
export function readName(app: string, name: string): OurName | null {
  const found = name.startsWith(`${app}~`) ? /^([^~]+)~([a-z]+)-(.+)-\d+$/.exec(name.slice(app.length + 1)) : null;
  const [, life = '', role = '', key = ''] = found ?? [];
  return found === null ? null : { life, role, key };
}

/** The key of a contact's channel. */
export function callKey(callId: CallId, attemptId: AttemptId): string {
  return `${callId}.${attemptId}`;
}

export function readCallKey(key: string): { callId: CallId; attemptId: AttemptId } | null {
  const [callId = '', attemptId = '', ...more] = key.split('.');
  if (callId === '' || attemptId === '' || more.length > 0) return null;
  return { callId: callId as CallId, attemptId: attemptId as AttemptId };
}

/**
 * The call of a channel that came in: told from what Asterisk says of the channel alone, so that an engine that returns finds
 * the same. Asterisk's ids are unique on its machine only, hence the node, and in its own time.
 */
export function incomingCallId(node: string, channelId: string, createdAtMs: number | null): CallId {
  const id = channelId.replace(/[^\w-]/g, '-');
  return `in-${(createdAtMs ?? 0).toString(36)}-${node}${id}`.slice(0, 64) as CallId;
}

/** Of a recording in Asterisk's spool: which engine's it is, and of which call and attempt. */
export function recordingName(app: string, callId: CallId, attemptId: AttemptId): string {
  return `${app}~${callKey(callId, attemptId)}`;
}

export function readRecordingName(app: string, name: string): { callId: CallId; attemptId: AttemptId } | null {
  return name.startsWith(`${app}~`) ? readCallKey(name.slice(app.length + 1)) : null;
}
