/** The handlers of all routes, by what they are about. */

import type { Clock, IdSource, ListId, Summary } from '@outdial/shared';
import type { Desk } from '../agents/desk.ts';
import type { InteractionBook } from '../agents/interaction-book.ts';
import type { Audit } from '../audit.ts';
import type { Bus } from '../bus/port.ts';
import type { CallbackDesk } from '../callbacks/callback-desk.ts';
import type { Catalog } from '../config/catalog.ts';
import type { EmergencyStop } from '../config/emergency-stop.ts';
import type { RuleShelf } from '../config/rule-shelf.ts';
import type { AgentFeeds } from '../events/agent-feeds.ts';
import type { LiveFeed } from '../events/live-feed.ts';
import type { Monitoring } from '../events/monitor.ts';
import type { Streams } from '../events/streams.ts';
import type { CheckCsv, ImportCsv } from '../lists/port.ts';
import type { Keeper } from '../personal-data/keeper.ts';
import type { Store } from '../store/port.ts';
import type { Accounts } from '../users/accounts.ts';
import { agentHandlers } from './agent-work.ts';
import { callControlHandlers } from './call-control.ts';
import { callSupervisionHandlers } from './call-supervision.ts';
import { callbackHandlers } from './callbacks.ts';
import { campaignHandlers } from './campaigns.ts';
import { contactHandlers } from './contacts.ts';
import { exportHandlers } from './exports.ts';
import { guideHandlers } from './guides.ts';
import { listHandlers } from './lists.ts';
import { messageHandlers } from './messages.ts';
import { missedCallHandlers } from './missed-calls.ts';
import { peopleHandlers } from './people.ts';
import { personHandlers } from './persons.ts';
import { recordingHandlers } from './recordings.ts';
import { recordHandlers } from './records.ts';
import { reportHandlers } from './reports.ts';
import { ruleHandlers } from './rules.ts';
import { sessionHandlers } from './sessions.ts';
import { supervisionHandlers } from './supervision.ts';
import type { Handlers } from './types.ts';
import { userHandlers } from './users.ts';
import { workHandlers } from './work.ts';

/** Everything that handlers work with. */
export interface Services {
  store: Store;
  bus: Bus;
  clock: Clock;
  ids: IdSource;
  audit: Audit;
  accounts: Accounts;
  catalog: Catalog;
  ruleShelf: RuleShelf;
  keeper: Keeper;
  desk: Desk;
  book: InteractionBook;
  callbacks: CallbackDesk;
  emergencyStop: EmergencyStop;
  streams: Streams;
  agentFeeds: AgentFeeds;
  liveFeed: LiveFeed;
  monitoring: Monitoring;
  /** Where the engine puts finished recordings. */
  recordingsFolder: string;
  /** Campaigns that had nothing left to dial look at the list again at once. */
  restock: (listId: ListId) => void;
  /** All running campaigns do. */
  restockAll: () => void;
  importCsv: ImportCsv;
  checkCsv: CheckCsv;
  /** The figures of the attempts since a time. */
  summary: (sinceMs: number) => Promise<Summary>;
}

export const handlersOf = (services: Services): Handlers => ({
  ...sessionHandlers(services),
  ...agentHandlers(services),
  ...campaignHandlers(services),
  ...callControlHandlers(services),
  ...callSupervisionHandlers(services),
  ...recordingHandlers(services),
  ...missedCallHandlers(services),
  ...supervisionHandlers(services),
  ...listHandlers(services),
  ...messageHandlers(services),
  ...contactHandlers(services),
  ...recordHandlers(services),
  ...userHandlers(services),
  ...ruleHandlers(services),
  ...peopleHandlers(services),
  ...callbackHandlers(services),
  ...workHandlers(services),
  ...guideHandlers(services),
  ...reportHandlers(services),
  ...personHandlers(services),
  ...exportHandlers(services),
});
