/** Puts the parts together behind their ports: what serves requests, from a store, a bus and a configuration. */
import type { Clock, IdSource } from '@outdial/shared';
import { Desk } from './agents/desk.ts';
import { InteractionBook } from './agents/interaction-book.ts';
import { Audit } from './audit.ts';
import type { Bus } from './bus/port.ts';
import { restocker } from './bus/restock.ts';
import { CallbackDesk } from './callbacks/callback-desk.ts';
import { CallbackWatch } from './callbacks/callback-watch.ts';
import type { Catalog } from './config/catalog.ts';
import { EmergencyStop } from './config/emergency-stop.ts';
import { RuleShelf } from './config/rule-shelf.ts';
import type { StopSwitch } from './config/stop-switch.ts';
import { AgentFeeds } from './events/agent-feeds.ts';
import { LiveFeed } from './events/live-feed.ts';
import { Monitoring } from './events/monitor.ts';
import { type OutboxLimits, Streams } from './events/streams.ts';
import { Keeper } from './personal-data/keeper.ts';
import type { Services } from './routes/handlers.ts';
import type { Store } from './store/port.ts';
import { Accounts } from './users/accounts.ts';
import type { Operator } from './users/operator.ts';
import type { Passwords } from './users/passwords.ts';

export interface Parts extends Pick<Services, 'importCsv' | 'checkCsv' | 'summary' | 'recordingsFolder'> {
  store: Store;
  bus: Bus;
  catalog: Catalog;
  stopSwitch: StopSwitch;
  clock: Clock;
  ids: IdSource;
  passwords: Passwords;
  operator?: Operator | undefined;
  outboxLimits?: OutboxLimits;
}

export interface RunningServices extends Services {
  /** Ends every stream and stops listening; store and bus are the caller's. */
  close(): void;
}

export function createServices(parts: Parts): RunningServices {
  const { store, bus, catalog, stopSwitch, clock, ids, passwords, operator, importCsv, checkCsv, summary } = parts;
  const epoch = ids<string>().replaceAll('.', '-');
  const audit = new Audit(store, clock);
  const accounts = new Accounts({ store, clock, ids, passwords, operator });
  const streams = new Streams(clock, parts.outboxLimits);
  const book = new InteractionBook({ bus, store, clock });
  const callbacks = new CallbackDesk({ store, catalog, clock, ids });
  const desk = new Desk({ bus, catalog, store, clock, book, callbacks });
  const emergencyStop = new EmergencyStop(bus, stopSwitch);
  const agentFeeds = new AgentFeeds({ bus, catalog, desk, book, streams, clock, epoch });
  const liveFeed = new LiveFeed({ bus, catalog, audit, stopSwitch, streams, clock, epoch });
  const callbackWatch = new CallbackWatch({
    ...{ store, bus, catalog, callbacks, clock },
    tell(callback) {
      liveFeed.callback(callback);
      void audit.record({ username: 'outdial' }, 'callback.without-agent', callback.callbackId, callback.campaignName);
    },
  });
  const monitoring = new Monitoring({ bus, desk, streams, store, ids });
  const { recordingsFolder } = parts;
  const restock = restocker(bus, catalog);
  const keeper = new Keeper({
    ...{ store, catalog, clock, recordingsFolder },
    onErased: (erased) =>
      void audit.record({ username: 'outdial' }, 'retention.sweep', 'personal data', `${erased} entries erased`),
  });
  const stopListening = accounts.onSessionEnd((ended) => streams.endSessions(ended));
  return {
    ...{ store, bus, clock, ids, audit, accounts, catalog, desk, emergencyStop, streams, agentFeeds, liveFeed },
    ...{ book, callbacks },
    ...{ monitoring, recordingsFolder },
    ...{ importCsv, checkCsv, summary, restock, restockAll: () => restock(null) },
    ruleShelf: new RuleShelf(catalog, ids),
    keeper,
    close() {
      stopListening();
      keeper.close();
      callbackWatch.close();
      agentFeeds.close();
      book.close();
      liveFeed.close();
      emergencyStop.close();
      streams.close();
    },
  };
}
