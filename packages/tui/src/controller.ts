/** Joins keys, store and server: keys change the state and cause effects; what the server says is folded in. */
import { type Client, type Clock, every, type StreamEvent, type Timer } from '@outdial/shared';
import { perform } from './client/acts.ts';
import { askContacts } from './client/contacts.ts';
import { type LiveLink, openLiveLink } from './client/live-link.ts';
import { askOffice } from './client/office.ts';
import { openFile } from './client/open-file.ts';
import { parseAudit, parseCallback, parseEnd, parseEngine, parsePicture, parseTick } from './client/parse.ts';
import { failureOf } from './client/words.ts';
import { busyAgents } from './keys/asks.ts';
import { press } from './keys/press.ts';
import type { Effect } from './keys/reaction.ts';
import type { ContactsScreen } from './model/contacts.ts';
import type { OfficeQuestion } from './model/office.ts';
import {
  endMonitor,
  receiveAgents,
  receiveAudit,
  receiveEngine,
  receiveLink,
  receiveMissed,
  receiveOverviews,
  receivePicture,
  receiveTick,
} from './model/receive.ts';
import type { Act, Asked, ConsoleState } from './model/state.ts';
import type { Store } from './model/store.ts';
import { notify, withUi } from './model/ui.ts';
import { bodyHeight } from './screens/body-height.ts';
import { helpScrollMost } from './screens/help.ts';

const OVERVIEWS_EVERY_MS = 5_000;
const UNDO_MS = 10_000;
const MOST_MISSED = 500;

export interface ControllerOptions {
  client: Client;
  clock: Clock;
  store: Store;
  onQuit(reason: 'quit' | 'interrupt'): void;
  /** Called with every event of the live stream after it was taken in: for piped output. */
  onEvent?(event: StreamEvent): void;
}

export class Controller {
  readonly #options: ControllerOptions;
  readonly #link: LiveLink;
  readonly #poll: Timer;
  /** The campaign whose lists were asked for. */
  #listsOf: string | null = null;
  /** The screen for which contacts were asked for. */
  #contactsOf: ContactsScreen | null = null;
  #monitoring: { callId: string; abort: AbortController } | null = null;

  constructor(options: ControllerOptions) {
    this.#options = options;
    const { client, clock, store } = options;
    this.#link = openLiveLink({
      client,
      clock,
      expectsNews: () => store.get().engine.state !== 'lost',
      onEvent: (event) => this.#onEvent(event),
      onLink: (link) => {
        store.update((state) => receiveLink({ ...state, nowMs: clock.nowMs() }, link));
        if (link.kind === 'live') void this.#refresh();
      },
    });
    this.#poll = every(clock, OVERVIEWS_EVERY_MS, () => {
      void this.#overviews();
      this.#listsAnew();
      void this.#besides();
    });
  }

  /** One key by its name. */
  press(key: string): void {
    let effects: readonly Effect[] = [];
    this.#options.store.updateNow((state) => {
      const reaction = press(state, key);
      effects = reaction.effects;
      return withinHelp(reaction.state);
    });
    for (const one of effects) this.#carryOut(one);
    this.#endMonitorElsewhere();
    void this.#lists();
    void this.#contacts();
  }

  resize(columns: number, rows: number): void {
    this.#options.store.updateNow((state) => ({ ...state, size: { columns, rows } }));
  }

  async close(): Promise<void> {
    this.#poll.cancel();
    this.#monitoring?.abort.abort();
    this.#link.close();
    this.#options.store.close();
    await this.#link.done;
  }

  #onEvent(event: StreamEvent): void {
    const { store, clock } = this.#options;
    const nowMs = clock.nowMs();
    store.update((state) => receiveEvent(state, event, nowMs));
    if (event.event === 'campaign') void this.#overviews();
    this.#options.onEvent?.(event);
  }

  #carryOut(one: Effect): void {
    switch (one.type) {
      case 'perform':
        void this.#perform(one.act, one.undo);
        break;
      case 'monitor':
        void this.#monitor(one.callId);
        break;
      case 'look-up':
        void this.#lookUp(one.number);
        break;
      case 'import':
        void this.#import(one);
        break;
      case 'office':
        void this.#office(one.what);
        break;
      case 'retry':
        this.#link.retryNow();
        break;
      case 'quit':
        this.#options.onQuit(one.reason);
        break;
    }
  }

  async #perform(act: Act, undo: { act: Act; label: string } | null): Promise<void> {
    const { store, client } = this.#options;
    const busy = 'agentIds' in act ? busyAgents(store.get(), act.agentIds) : 0;
    const result = await perform(client, act, busy);
    store.updateNow((state) => {
      if (!result.ok) return notify(state, 'bad', result.text, result.remedy);
      const told = notify(state, 'ok', result.text);
      return undo === null ? told : withUi(told, { undo: { ...undo, untilMs: state.nowMs + UNDO_MS } });
    });
    const { office, ui } = store.get();
    if ('target' in act) this.#listsAnew();
    if (result.ok && office !== null && ui.screen.name === 'office') await this.#office(office.what);
    await Promise.all([this.#overviews(), this.#besides()]);
  }

  async #office(what: OfficeQuestion): Promise<void> {
    const { store, client, clock } = this.#options;
    try {
      const page = await askOffice(client, what, clock.nowMs());
      store.updateNow((state) => withUi({ ...state, office: page }, { scroll: 0 }));
    } catch (error) {
      const { text, remedy } = failureOf(error);
      store.updateNow((state) => notify(state, 'bad', text, remedy));
    }
  }

  async #monitor(callId: Extract<Effect, { type: 'monitor' }>['callId']): Promise<void> {
    const { store, client } = this.#options;
    this.#monitoring?.abort.abort();
    const abort = new AbortController();
    this.#monitoring = { callId, abort };
    store.updateNow((state) => ({
      ...state,
      monitor: { callId, state: 'opening', tick: null, contact: [], agent: [], message: null },
    }));
    let why = 'The call is over.';
    try {
      for await (const event of client.stream('monitorCall', { params: { callId }, signal: abort.signal })) {
        const tick = event.event === 'tick' ? parseTick(event.data) : null;
        if (tick !== null) store.update((state) => receiveTick(state, tick));
        if (event.event === 'end') {
          why = parseEnd(event.data) ?? why;
          break;
        }
      }
      if (!abort.signal.aborted) store.update((state) => endMonitor(state, 'over', why));
    } catch (error) {
      if (abort.signal.aborted) return;
      const { text, remedy } = failureOf(error);
      store.update((state) => endMonitor(state, 'failed', `${text} ${remedy ?? ''}`.trim()));
    }
  }

  /** The counts of the lists on the screen: at once when it is opened, then with the overviews. */
  async #lists(): Promise<void> {
    const { client, store } = this.#options;
    const { screen } = store.get().ui;
    const campaignId = screen.name === 'lists' || screen.name === 'contacts' ? screen.campaignId : null;
    if (campaignId === this.#listsOf) return;
    this.#listsOf = campaignId;
    if (campaignId === null) return;
    try {
      const [lists, knownLists] = await Promise.all([
        client.call('campaignLists', { params: { campaignId } }),
        client.call('lists'),
      ]);
      store.updateNow((state) => ({ ...state, knownLists, lists: new Map(state.lists).set(campaignId, lists) }));
    } catch (error) {
      const { text, remedy } = failureOf(error);
      store.update((state) => notify(state, 'bad', text, remedy));
    }
  }

  #listsAnew(): void {
    this.#listsOf = null;
    this.#contactsOf = null;
    void this.#lists();
    void this.#contacts();
  }

  /** GT-6: the contacts on the screen, and the lists that they may be moved to. */
  async #contacts(): Promise<void> {
    const { client, store } = this.#options;
    const { screen } = store.get().ui;
    const of = screen.name === 'contacts' ? screen : null;
    if (of === this.#contactsOf) return;
    this.#contactsOf = of;
    if (of === null) return;
    try {
      const rows = await askContacts(client, of);
      store.updateNow((state) => ({ ...state, contacts: { of, rows } }));
    } catch (error) {
      const { text, remedy } = failureOf(error);
      store.update((state) => notify(state, 'bad', text, remedy));
    }
  }

  async #lookUp(number: string): Promise<void> {
    const { client, store } = this.#options;
    const asked = await asking(client.call('lookUpNumber', { query: { number } }));
    store.updateNow((state) => (state.lookUp?.number === number ? { ...state, lookUp: { number, asked } } : state));
  }

  async #import({ file, listId, listName }: Extract<Effect, { type: 'import' }>): Promise<void> {
    const { client, store } = this.#options;
    const asked = await asking(
      openFile(file).then((text) => client.call('importList', { params: { listId }, text, query: {} })),
    );
    store.updateNow((state) => ({ ...state, imported: { file, listName, asked } }));
    this.#listsAnew();
    await this.#overviews();
  }

  /** Nobody looks at it any more. */
  #endMonitorElsewhere(): void {
    const { screen } = this.#options.store.get().ui;
    if (this.#monitoring === null || (screen.name === 'monitor' && screen.callId === this.#monitoring.callId)) return;
    this.#monitoring.abort.abort();
    this.#monitoring = null;
    this.#options.store.update((state) => ({ ...state, monitor: null }));
  }

  /** What is asked for once for each connection: who we are, what was done before, the campaigns' settings. */
  async #refresh(): Promise<void> {
    const { client, store } = this.#options;
    const [user, audit] = await Promise.allSettled([
      client.call('me'),
      client.call('audit', { query: { limit: 200 } }),
      this.#overviews(),
      this.#besides(),
    ]);
    store.update((state) => {
      const known = user.status === 'fulfilled' ? { ...state, user: user.value } : state;
      return audit.status === 'fulfilled' ? receiveAudit(known, audit.value) : known;
    });
  }

  async #overviews(): Promise<void> {
    const { client, store } = this.#options;
    if (store.get().link.kind !== 'live') return;
    try {
      const overviews = await client.call('campaigns');
      store.update((state) => receiveOverviews(state, overviews));
    } catch {
      // The stream says it when the server is lost; these figures are as old as they are until the next time.
    }
  }

  /** What the stream does not carry: missed calls, and who is logged out. */
  async #besides(): Promise<void> {
    const { client, store } = this.#options;
    if (store.get().link.kind !== 'live') return;
    const [missed, agents] = await Promise.allSettled([
      client.call('missedCalls', { query: { limit: MOST_MISSED } }),
      client.call('agents'),
    ]);
    store.update((state) => {
      const told =
        missed.status === 'fulfilled' && Array.isArray(missed.value) ? receiveMissed(state, missed.value) : state;
      return agents.status === 'fulfilled' && Array.isArray(agents.value) ? receiveAgents(told, agents.value) : told;
    });
  }
}

async function asking<Answer>(answer: Promise<Answer>): Promise<Asked<Answer>> {
  try {
    return { state: 'there', answer: await answer };
  } catch (error) {
    const { text, remedy } = failureOf(error);
    return { state: 'failed', why: `${text} ${remedy ?? ''}`.trim() };
  }
}

/** One event of the live stream, folded in. */
function receiveEvent(state: ConsoleState, event: StreamEvent, nowMs: number): ConsoleState {
  switch (event.event) {
    case 'picture': {
      const picture = parsePicture(event.data);
      return picture === null ? state : receivePicture(state, picture, nowMs);
    }
    case 'audit': {
      const entry = parseAudit(event.data);
      return entry === null ? state : receiveAudit(state, [entry]);
    }
    case 'engine': {
      const engine = parseEngine(event.data);
      return engine === null ? state : receiveEngine(state, engine, nowMs);
    }
    case 'callback': {
      // What was told before this console was connected stands in `:callbacks` and on the campaign's page.
      const told = parseCallback(event.data);
      return told === null ? state : notify(state, 'bad', told.text, '`:callbacks` lists them.');
    }
    default:
      return state;
  }
}

/** Help is scrolled no further than to its end, so that the way back up starts at once. */
function withinHelp(state: ConsoleState): ConsoleState {
  if (state.ui.screen.name !== 'help' || state.ui.scroll === 0) return state;
  const most = helpScrollMost(state, state.size.columns, bodyHeight(state));
  return state.ui.scroll <= most ? state : withUi(state, { scroll: most });
}
