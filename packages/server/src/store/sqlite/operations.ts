/** What the store's thread does: every operation of the port, synchronous, each inside a transaction that others open. */
import type { StoreOperations } from '../port.ts';
import { agentOperations } from './agents.ts';
import { attemptOperations } from './attempts.ts';
import { callbackOperations } from './callbacks.ts';
import { campaignOperations } from './campaigns.ts';
import { consentOperations } from './consents.ts';
import { contactOperations } from './contacts.ts';
import type { Database } from './database.ts';
import { doNotCallOperations } from './do-not-call.ts';
import { engineLossOperations } from './engine-loss.ts';
import { factOperations } from './facts.ts';
import { incomingOperations } from './incoming-calls.ts';
import { intentOperations } from './intents.ts';
import { interactionWorkOperations } from './interaction-work.ts';
import { leaseOperations } from './leases.ts';
import { listWorkOperations } from './list-work.ts';
import { lookUpOperations } from './look-up.ts';
import { messageOperations } from './messages.ts';
import { personalDataOperations } from './personal-data.ts';
import { createPolicyBook } from './policy-book.ts';
import { recordingOperations } from './recordings.ts';
import { reportOperations } from './reports.ts';
import { userOperations } from './users.ts';

type Synchronous<Port> = {
  [Name in keyof Port]: Port[Name] extends (...args: infer Arguments) => Promise<infer Result>
    ? (...args: Arguments) => Result
    : never;
};

export interface Operations extends Synchronous<StoreOperations> {
  /** Makes the next contacts of newly tied lists callable, a bounded number; true where some are left. */
  attachMore(): boolean;
}
export type OperationName = keyof Operations;

/** Every name once: the front is made from it, and a method that is missing here does not compile. */
const NAMES: Record<OperationName, true> = {
  createUser: true,
  userById: true,
  userByName: true,
  users: true,
  setPassword: true,
  setLocked: true,
  addToken: true,
  userOfToken: true,
  removeToken: true,
  removeExpiredTokens: true,
  appendAudit: true,
  audit: true,
  setPolicies: true,
  attachMore: true,
  campaignStates: true,
  setCampaignState: true,
  campaignCounts: true,
  createList: true,
  lists: true,
  listById: true,
  addContacts: true,
  contactById: true,
  renameList: true,
  removeList: true,
  campaignLists: true,
  contactsStep: true,
  moveContactsStep: true,
  deleteContactsStep: true,
  resetContactsStep: true,
  changeContact: true,
  listFields: true,
  lease: true,
  giveBack: true,
  intend: true,
  applyFacts: true,
  closeUnderWay: true,
  engineHeard: true,
  scheduleCallback: true,
  recheckCallback: true,
  releaseCallback: true,
  requestCallback: true,
  changeCallback: true,
  cancelCallback: true,
  callbacks: true,
  leaseCallbacks: true,
  callbacksWithoutAgent: true,
  dayFigures: true,
  interactionPage: true,
  addCaseEntry: true,
  caseEntries: true,
  answerGuide: true,
  guideAnswers: true,
  addDoNotCall: true,
  removeDoNotCall: true,
  doNotCallPage: true,
  doNotCallOf: true,
  addConsents: true,
  withdrawConsents: true,
  consentsOf: true,
  personOf: true,
  erasePerson: true,
  retainStep: true,
  lookUp: true,
  checkNumber: true,
  dryRun: true,
  addMessage: true,
  messages: true,
  messageSamples: true,
  removeMessage: true,
  savePacerStates: true,
  pacerStates: true,
  attempts: true,
  attemptById: true,
  figuresSince: true,
  presenceSince: true,
  abandonmentSince: true,
  recordings: true,
  recordingOf: true,
  missedCalls: true,
  reportMissedCall: true,
  missedCallsById: true,
  markMissedCalls: true,
  incomingById: true,
  saveSeat: true,
  saveMirrors: true,
  agents: true,
  joinedOf: true,
  ping: true,
};
export const OPERATION_NAMES = Object.keys(NAMES) as OperationName[];

/**
 * What may be lost when the machine loses its power (never when the process dies): a lease that is forgotten is refused at
 * the intent, and what else stands here is told again. It does not wait for the disk.
 */
export const NOT_AWAITED: ReadonlySet<OperationName> = new Set([
  'lease',
  'giveBack',
  'attachMore',
  'saveMirrors',
  'engineHeard',
]);

export function createOperations(db: Database): Operations {
  const policies = createPolicyBook(db);
  return {
    ...userOperations(db),
    ...campaignOperations(db, policies),
    ...contactOperations(db),
    ...listWorkOperations(db, policies),
    ...leaseOperations(db, policies),
    ...intentOperations(db, policies),
    ...factOperations(db, policies),
    ...engineLossOperations(db, policies),
    ...callbackOperations(db, policies),
    ...reportOperations(db),
    ...interactionWorkOperations(db, policies),
    ...doNotCallOperations(db),
    ...consentOperations(db),
    ...lookUpOperations(db, policies),
    ...personalDataOperations(db),
    ...messageOperations(db),
    ...attemptOperations(db),
    ...recordingOperations(db),
    ...incomingOperations(db),
    ...agentOperations(db),
    ping: () => {
      db.get('SELECT 1');
      return true;
    },
  };
}
