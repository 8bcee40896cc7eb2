/** What any agent software can do and see: the client's surface. */
import type {
  AgentDay,
  AgentId,
  AgentView,
  Callback,
  CampaignId,
  Clock,
  E164,
  GuideAnswer,
  Interaction,
  Notice,
  PhoneMode,
  Random,
  RouteRequest,
} from '@outdial/shared';
import type { Link } from './follow-events.ts';

/** What is left out is as the contact's: zone and number. */
export type CallbackDraft = RouteRequest<'scheduleCallback'>['body'];

export interface AgentClientOptions {
  /** `http://127.0.0.1:4170` */
  baseUrl: string;
  clock: Clock;
  /** Name and password, or a token; with a password the client logs in again by itself when its token ends. */
  username?: string;
  password?: string;
  token?: string;
  /** The phone at which the agent works. */
  phone?: string;
  /** `nailed-up` unless told: called at log-in and kept. */
  phoneMode?: PhoneMode;
  fetch?: typeof fetch;
  /** For the jitter of reconnecting. */
  random?: Random;
}

export interface CallChoice {
  number?: E164;
  callerId?: E164;
}

export type AgentClientEvent =
  | { readonly type: 'view'; readonly view: AgentView; readonly previous: AgentView | null }
  /** Something new is in hand: ring and show it (BP-4). */
  | { readonly type: 'alert'; readonly interaction: Interaction }
  /** What the engine has to tell (a refused call, no record): `text` is for people. */
  | { readonly type: 'told'; readonly code: string; readonly text: string }
  /** `notice.text` is for people. */
  | { readonly type: 'notice'; readonly notice: Notice }
  | { readonly type: 'engine'; readonly engine: AgentView['engine'] }
  | { readonly type: 'link'; readonly link: Link };

/** To whom a contact is handed: a number as people write it, or another agent. */
export type TransferTo = { readonly number: string } | { readonly agentId: AgentId };

/** Somebody at work. */
export interface Colleague {
  readonly agentId: string;
  readonly name: string;
  /** Whether they can take a transfer now. */
  readonly available: boolean;
  readonly state: string;
}

/**
 * Commands answer with the view that followed, and throw an `ApiError` whose `code` is one of the problem codes,
 * or `unreachable`. Those of an interaction take the one in hand; every one says which version it saw.
 */
export interface AgentClient {
  /** The newest view; null before the first. */
  readonly view: AgentView | null;
  readonly link: Link;
  /** The server's clock, from the newest view: for timers. */
  nowMs(): number;
  /** Gets a token where there is none, follows the events, and starts work (not ready) where the agent is logged out. */
  logIn(): Promise<AgentView>;
  /** Gets a token and follows the events without starting work. */
  connect(): Promise<AgentView>;
  /** Ends work; during a call it takes effect after the wrap-up (OUT-5). */
  logOut(): Promise<AgentView>;
  ready(): Promise<AgentView>;
  /** During a call it takes effect after the wrap-up (OUT-5). */
  notReady(reason: string): Promise<AgentView>;
  /** OUT-5: ready by myself after each wrap-up, or not; null: as the campaign says. Kept until it is changed. */
  readyAfterWrapUp(ready: boolean | null): Promise<AgentView>;
  join(campaignId: CampaignId): Promise<AgentView>;
  leave(campaignId: CampaignId): Promise<AgentView>;
  /** GW-2: the next record of a preview campaign; joins it. The record itself comes as a view. */
  getRecord(campaignId: CampaignId): Promise<AgentView>;
  /** The record in hand; left out: the number that was leased, the campaign's first caller ID. */
  call(choice?: CallChoice, interactionId?: string): Promise<AgentView>;
  /** GCC-4: once more whom nobody answered for; left out: the number and caller ID of before. */
  redial(choice?: CallChoice, interactionId?: string): Promise<AgentView>;
  /** OUT-4: ready or not ready, whom I wrapped up last once more, where nobody answered. */
  redialLast(choice?: CallChoice): Promise<AgentView>;
  /** GW-7: closes the record in hand; `stop`: no next one by itself. */
  decline(how: 'later' | 'do-not-call', stop?: boolean, interactionId?: string): Promise<AgentView>;
  accept(interactionId?: string): Promise<AgentView>;
  reject(interactionId?: string): Promise<AgentView>;
  hold(interactionId?: string): Promise<AgentView>;
  resume(interactionId?: string): Promise<AgentView>;
  hangUp(interactionId?: string): Promise<AgentView>;
  /** BP-10: the campaign's message is left on this machine after its beep; you are free at once. */
  leaveMessage(interactionId?: string): Promise<AgentView>;
  /** Mutes me towards the contact, or lets me be heard again. */
  mute(muted: boolean, interactionId?: string): Promise<AgentView>;
  /** Presses keys towards the contact: `0` to `9`, `*`, `#`, `A` to `D`. */
  sendDigits(digits: string, interactionId?: string): Promise<AgentView>;
  /** Where the campaign records on demand. */
  record(on: boolean, interactionId?: string): Promise<AgentView>;
  /** Hands the contact over at once; I wrap up. */
  transfer(to: TransferTo, interactionId?: string): Promise<AgentView>;
  /** Holds the contact and calls somebody; `interaction.line.consultation` says when they are there. */
  consult(to: TransferTo, interactionId?: string): Promise<AgentView>;
  /** Leaves the contact with whom I consult; I wrap up. */
  completeTransfer(interactionId?: string): Promise<AgentView>;
  /** Ends the consultation: I am with the contact again. */
  returnToContact(interactionId?: string): Promise<AgentView>;
  /** Whom I could transfer to. */
  colleagues(): Promise<readonly Colleague[]>;
  /** Sets code and notes; what is left out stays as it is. */
  wrapUp(what: { code?: string | null; notes?: string }, interactionId?: string): Promise<AgentView>;
  /** GW-13 to GW-15: one that cannot be called then is refused with `callback-invalid`, and kept as such (GW-18). */
  scheduleCallback(callback: CallbackDraft, interactionId?: string): Promise<AgentView>;
  /** GW-16. */
  cancelCallback(interactionId?: string): Promise<AgentView>;
  /** The callbacks that I hold. */
  myCallbacks(): Promise<Callback[]>;
  /** GW-11: kept with the contact. */
  addCaseEntry(entry: { name: string; value: string }, interactionId?: string): Promise<AgentView>;
  /** WX-7: the open question of the call guide, or one that was answered before. */
  answerGuide(answer: { questionId: string; answer: GuideAnswer }, interactionId?: string): Promise<AgentView>;
  /** OUT-4: my figures of today, and how long until the next call. */
  day(): Promise<AgentDay>;
  /** In preview the next record comes by itself. */
  done(interactionId?: string): Promise<AgentView>;
  /** GW-7: and no next record comes by itself. */
  doneAndStop(interactionId?: string): Promise<AgentView>;
  /** Asks the server for the view. */
  refresh(): Promise<AgentView>;
  /** Calls `listener` at every event until the returned function is called. */
  subscribe(listener: (event: AgentClientEvent) => void): () => void;
  /** Stops following; with `giveTokenBack` the server forgets the token too. The agent's state stays as it is. */
  close(giveTokenBack?: boolean): Promise<void>;
}
