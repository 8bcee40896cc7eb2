/** What the console knows and shows, in one immutable value; everything on the screen is a function of it. */
import type {
  AgentId,
  AgentPicture,
  CallId,
  CampaignId,
  CampaignList,
  CampaignOverview,
  DecisionPicture,
  DialingMode,
  ImportReport,
  LivePicture,
  MissedCall,
  MonitorMode,
  MonitorTick,
  NumberLookup,
  User,
} from '@outdial/shared';
import type { AuditEntry } from '../client/parse.ts';
import { type ContactAct, type ContactsScreen, type ContactsView, isOf, type KnownList } from './contacts.ts';
import type { Sample } from './history.ts';
import type { OfficeAct, OfficePage } from './office.ts';

/** The connection to the server. */
export type Link =
  | { kind: 'connecting'; sinceMs: number }
  | { kind: 'live'; sinceMs: number }
  | { kind: 'lost'; sinceMs: number; tries: number; nextTryAtMs: number; why: string };

interface EngineLink {
  state: 'connected' | 'lost' | 'unknown';
  /** On the local clock. */
  sinceMs: number;
  /** `stopped`: the emergency stop holds. */
  dialing: 'on' | 'stopped';
}

/** One call that is listened to. */
export interface MonitorView {
  callId: CallId;
  state: 'opening' | 'live' | 'over' | 'failed';
  tick: MonitorTick | null;
  /** Levels of the last ticks in dBFS, oldest first. */
  contact: readonly number[];
  agent: readonly number[];
  message: string | null;
}

/** What was asked of the server for one screen: on its way, there, or refused in words. */
export type Asked<Answer> = { state: 'asked' } | { state: 'there'; answer: Answer } | { state: 'failed'; why: string };
interface LookUpView {
  number: string;
  asked: Asked<NumberLookup>;
}
interface ImportView {
  file: string;
  listName: string;
  asked: Asked<ImportReport>;
}

export type Screen =
  | { name: 'campaigns' }
  | { name: 'campaign'; campaignId: CampaignId }
  | { name: 'agents'; campaignId: CampaignId | null }
  | { name: 'calls'; campaignId: CampaignId | null }
  | { name: 'monitor'; callId: CallId }
  | { name: 'lists'; campaignId: CampaignId }
  | ContactsScreen
  | { name: 'import' }
  | { name: 'number'; number: string }
  | { name: 'events' }
  | { name: 'office' }
  | { name: 'missed'; campaignId: CampaignId | null }
  | { name: 'help' };
export type ScreenName = Screen['name'];

const TABLES = ['campaigns', 'agents', 'calls', 'lists', 'contacts', 'events', 'missed'] as const;
export type TableName = (typeof TABLES)[number];

export interface TableUi {
  /** The row under the cursor, by id, so that it stays under it when rows move. */
  cursorId: string | null;
  /** Where it stood, for when it is gone. */
  cursorIndex: number;
  sort: { column: string; descending: boolean } | null;
  filter: string;
  marks: ReadonlySet<string>;
}

export type Act =
  | { type: 'start-campaign' | 'pause-campaign' | 'resume-campaign'; campaignId: CampaignId }
  | { type: 'load-campaign' | 'end-campaign'; campaignId: CampaignId }
  | { type: 'set-mode'; campaignId: CampaignId; mode: DialingMode }
  | { type: 'set-level'; campaignId: CampaignId; linesPerAgent: number }
  | { type: 'pause-agents'; agentIds: readonly AgentId[]; reason: string }
  | { type: 'resume-agents' | 'log-out-agents'; agentIds: readonly AgentId[] }
  | { type: 'log-in-agents'; agentIds: readonly AgentId[]; campaignId: CampaignId | null }
  | { type: 'hang-up'; callId: CallId }
  | { type: 'record-call'; callId: CallId; on: boolean }
  | { type: 'monitor-mode'; monitorId: string; mode: MonitorMode }
  | { type: 'set-phone'; phone: string }
  | { type: 'add-missed'; campaignId: CampaignId; ids: readonly string[] }
  | { type: 'emergency-stop'; endCalls: boolean }
  | { type: 'resume-dialing' }
  | ContactAct
  | OfficeAct;

export type Dialog =
  /** `typed` is the word to type before it is done; null: Enter or y is enough. `wrong`: Enter came on another word. */
  | { kind: 'confirm'; act: Act; typed: string | null; text: string; wrong?: boolean }
  | { kind: 'reason'; agentIds: readonly AgentId[]; text: string; choice: number };

export interface CommandLine {
  kind: 'command';
  text: string;
  historyIndex: number | null;
  /** While Tab walks through the completions of `from`. */
  tab?: { from: string; place: number };
}

type InputLine = { kind: 'filter'; before: string } | CommandLine;

export interface Notice {
  text: string;
  remedy: string | null;
  tone: 'ok' | 'notice' | 'bad';
  untilMs: number;
}

export interface Ui {
  readonly screen: Screen;
  readonly back: readonly Screen[];
  readonly view: 'cards' | 'list';
  readonly tables: Readonly<Record<TableName, TableUi>>;
  readonly faultsOnly: boolean;
  readonly trendWindowMs: number;
  readonly input: InputLine | null;
  readonly dialog: Dialog | null;
  readonly notice: Notice | null;
  readonly undo: { act: Act; label: string; untilMs: number } | null;
  readonly commands: readonly string[];
  readonly scroll: number;
}

export interface ConsoleState {
  /** The local clock at the last change. */
  readonly nowMs: number;
  readonly size: { readonly columns: number; readonly rows: number };
  readonly readOnly: boolean;
  readonly baseUrl: string;
  readonly zone: string | undefined;
  readonly link: Link;
  readonly engine: EngineLink;
  readonly picture: LivePicture | null;
  /** When the newest picture came in, on the local clock. */
  readonly pictureAtMs: number;
  /** Server's clock minus local clock. */
  readonly offsetMs: number;
  readonly overviews: ReadonlyMap<string, CampaignOverview>;
  readonly history: ReadonlyMap<string, readonly Sample[]>;
  /** Newest first. */
  readonly decisions: ReadonlyMap<string, readonly DecisionPicture[]>;
  /** Newest first. */
  readonly audit: readonly AuditEntry[];
  /** Calls that nobody took, newest first. */
  readonly missed: readonly MissedCall[];
  /** Agents who are logged out: the picture has those at work. */
  readonly offDuty: readonly AgentPicture[];
  readonly user: User | null;
  readonly monitor: MonitorView | null;
  /** What the back office was asked last: a report, callbacks, users; null: nothing yet. */
  readonly office: OfficePage | null;
  /** GT-3: by campaign, as they were asked for last. */
  readonly lists: ReadonlyMap<string, readonly CampaignList[]>;
  /** GT-6: the contacts that were asked for last. */
  readonly contacts: ContactsView | null;
  /** All call lists, to move contacts to. */
  readonly knownLists: readonly KnownList[];
  /** OUT-1: the number that was looked up last. */
  readonly lookUp: LookUpView | null;
  /** GT-5: the last file that was imported from here. */
  readonly imported: ImportView | null;
  readonly ui: Ui;
}

const table: TableUi = { cursorId: null, cursorIndex: 0, sort: null, filter: '', marks: new Set() };

export interface InitialState {
  nowMs: number;
  size: { columns: number; rows: number };
  baseUrl: string;
  readOnly?: boolean;
  zone?: string;
}

export function initialState({ nowMs, size, baseUrl, readOnly = false, zone }: InitialState): ConsoleState {
  return {
    nowMs,
    size,
    readOnly,
    baseUrl,
    zone,
    link: { kind: 'connecting', sinceMs: nowMs },
    engine: { state: 'unknown', sinceMs: nowMs, dialing: 'on' },
    picture: null,
    pictureAtMs: nowMs,
    offsetMs: 0,
    overviews: new Map(),
    history: new Map(),
    decisions: new Map(),
    audit: [],
    missed: [],
    offDuty: [],
    user: null,
    monitor: null,
    office: null,
    lists: new Map(),
    contacts: null,
    knownLists: [],
    lookUp: null,
    imported: null,
    ui: {
      screen: { name: 'campaigns' },
      back: [],
      view: 'cards',
      tables: {
        campaigns: table,
        agents: table,
        calls: table,
        lists: table,
        contacts: table,
        events: table,
        missed: table,
      },
      faultsOnly: false,
      trendWindowMs: 5 * 60_000,
      input: null,
      dialog: null,
      notice: null,
      undo: null,
      commands: [],
      scroll: 0,
    },
  };
}

/** Now on the server's clock: what timers are counted by. While nothing comes in they stand still. */
export const serverNowMs = (state: ConsoleState): number =>
  (isStale(state) ? state.pictureAtMs : state.nowMs) + state.offsetMs;

const STALE_AFTER_MS = 1_500;

/** Whether what is shown is old. */
export const isStale = (state: ConsoleState): boolean =>
  state.picture !== null && state.nowMs - state.pictureAtMs > STALE_AFTER_MS;

/** The campaign that a screen is about, or null. */
export const campaignOf = (state: ConsoleState, campaignId: string | null) =>
  campaignId === null ? null : (state.picture?.campaigns.find((one) => one.campaignId === campaignId) ?? null);

export const agentOf = (state: ConsoleState, agentId: string | null) =>
  agentId === null
    ? null
    : (state.picture?.agents.find((one) => one.agentId === agentId) ??
      state.offDuty.find((one) => one.agentId === agentId) ??
      null);

export const callOf = (state: ConsoleState, callId: string | null) =>
  callId === null ? null : (state.picture?.calls.find((one) => one.callId === callId) ?? null);

/** The contacts of the screen, once they are there. */
export const shownContacts = ({ ui: { screen }, contacts }: ConsoleState): ContactsView | null =>
  screen.name === 'contacts' && contacts !== null && isOf(contacts, screen) ? contacts : null;

export const campaignName = (state: ConsoleState, campaignId: string | null): string =>
  campaignOf(state, campaignId)?.name ?? state.overviews.get(campaignId ?? '')?.campaign.name ?? campaignId ?? '';
