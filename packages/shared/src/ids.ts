/** Branded ids: a contact's id is no call's id, whatever both are made of. */
import { uuidv7 } from 'uuidv7';

declare const brand: unique symbol;
type Brand<Name extends string> = string & { readonly [brand]: Name };

export type CampaignId = Brand<'CampaignId'>;
export type ListId = Brand<'ListId'>;
export type ContactId = Brand<'ContactId'>;
export type AttemptId = Brand<'AttemptId'>;
export type AgentId = Brand<'AgentId'>;
export type UserId = AgentId;
export type CallId = Brand<'CallId'>;
export type InteractionId = Brand<'InteractionId'>;
/** A recorded message that can be played to a contact. */
export type MessageId = Brand<'MessageId'>;
export type LeaseId = Brand<'LeaseId'>;
/** One life of an engine process; facts carry it, so that none is applied twice. */
export type EngineEpoch = Brand<'EngineEpoch'>;
/** A telephone number in E.164 form, `+` and 7 to 15 digits. */
export type E164 = Brand<'E164'>;

/** A new time-ordered id (RFC 9562, version 7). Edges call it; the core takes an id source as an argument. */
export function newId<Id extends string>(): Id {
  return uuidv7() as Id;
}

/** A source of ids, so that a run on the virtual clock names its calls the same every time. */
export type IdSource = <Id extends string>() => Id;

/** Ids that count up behind a prefix: for simulated runs and tests. */
export function countingIds(prefix: string): IdSource {
  let count = 0;
  return <Id extends string>() => `${prefix}-${++count}` as Id;
}
