/**
 * The system of record as a port: everything that happens or is secret (DESIGN, decision 9), asynchronous from the first
 * day. Every call is all or nothing; one that cannot be carried out rejects with `StoreFailedError` and leaves no trace.
 */
import type { AgentStore } from './ports/agents.ts';
import type { AttemptStore } from './ports/attempts.ts';
import type { CallbackStore } from './ports/callbacks.ts';
import type { CallStore } from './ports/calls.ts';
import type { CampaignStore } from './ports/campaigns.ts';
import type { ConsentStore } from './ports/consents.ts';
import type { DialingStore } from './ports/dialing.ts';
import type { DoNotCallStore } from './ports/do-not-call.ts';
import type { InteractionWorkStore } from './ports/interaction-work.ts';
import type { ListWorkStore } from './ports/list-work.ts';
import type { ListStore } from './ports/lists.ts';
import type { LookUpStore } from './ports/look-up.ts';
import type { MessageStore, PacerStateStore } from './ports/messages.ts';
import type { PersonalDataStore } from './ports/personal-data.ts';
import type { ReportStore } from './ports/reports.ts';
import type { AuditStore, UserStore } from './ports/users.ts';

export type * from './ports/agents.ts';
export type * from './ports/attempts.ts';
export type * from './ports/callbacks.ts';
export type * from './ports/calls.ts';
export type * from './ports/campaigns.ts';
export type * from './ports/consents.ts';
export type * from './ports/dialing.ts';
export type * from './ports/do-not-call.ts';
export type * from './ports/interaction-work.ts';
export type * from './ports/list-work.ts';
export type * from './ports/lists.ts';
export type * from './ports/look-up.ts';
export type * from './ports/messages.ts';
export type * from './ports/personal-data.ts';
export type * from './ports/reports.ts';
export type * from './ports/users.ts';

/** What the store does; every method takes at most one argument, all of it plain data. */
export interface StoreOperations
  extends UserStore,
    AuditStore,
    CampaignStore,
    ListStore,
    ListWorkStore,
    DialingStore,
    CallbackStore,
    InteractionWorkStore,
    ReportStore,
    DoNotCallStore,
    ConsentStore,
    LookUpStore,
    PersonalDataStore,
    MessageStore,
    PacerStateStore,
    AttemptStore,
    CallStore,
    AgentStore {
  /** Answers where the store works; rejects where it does not. */
  ping(): Promise<true>;
}

export interface Store extends StoreOperations {
  /** Waits for what was asked, then lets go of the files. Later calls reject. */
  close(): Promise<void>;
}
