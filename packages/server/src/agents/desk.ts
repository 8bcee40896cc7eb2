/** The agents' desk: what agents and supervisors ask of the engine for one agent, and the view that comes back. */
import {
  type AgentId,
  type AgentMirror,
  type AgentView,
  type CallbackBody,
  type CampaignId,
  type Clock,
  type Command,
  counted,
  type E164,
  type InteractionId,
  type InteractionPicture,
  isProblemCode,
  type PhoneMode,
  ProblemError,
} from '@outdial/shared';
import type { Bus } from '../bus/port.ts';
import { type CallbackDesk, refuseInvalid } from '../callbacks/callback-desk.ts';
import type { Catalog } from '../config/catalog.ts';
import type { InteractionPage, Store } from '../store/port.ts';
import type { InteractionBook } from './interaction-book.ts';
import { agentView } from './view.ts';

export interface DeskOptions {
  bus: Bus;
  catalog: Catalog;
  store: Store;
  clock: Clock;
  book: InteractionBook;
  callbacks: CallbackDesk;
}

/** Whose desk: the user behind the token. */
export interface Worker {
  readonly userId: AgentId;
  readonly name: string;
}

type Asked = { expectedVersion?: number | undefined };
type CallChoice = { number?: E164 | undefined; callerId?: E164 | undefined };

export class Desk {
  readonly #options: DeskOptions;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  /** For who asked: whole, with what the store knows of the interaction in hand. */
  async view(worker: Worker, newest?: AgentMirror): Promise<AgentView> {
    const kept = this.#options.bus.agents().get(worker.userId);
    const mirror = newest !== undefined && newest.version >= (kept?.version ?? 0) ? newest : kept;
    return this.#viewOf(worker, mirror, await this.#options.book.page(mirror?.interaction));
  }

  /** For streams, which tell another one when the store has answered. */
  viewNow(worker: Worker): AgentView {
    const mirror = this.#options.bus.agents().get(worker.userId);
    return this.#viewOf(worker, mirror, this.#options.book.known(mirror?.interaction));
  }

  #viewOf(worker: Worker, mirror: AgentMirror | undefined, page: InteractionPage): AgentView {
    const { bus, catalog, clock, callbacks } = this.#options;
    return agentView({
      agentId: worker.userId,
      name: worker.name,
      mirror,
      page: { ...page, callback: page.callback === null ? null : callbacks.told(page.callback) },
      campaigns: catalog.current().campaigns,
      contactRules: catalog.current().contactRules,
      engineConnected: bus.engine().state === 'connected',
      nowMs: clock.nowMs(),
    });
  }

  /** Sends the command; a refusal is thrown as the problem of the same code, with `extra` beside it. */
  async command(
    command: Command,
    { expectedVersion }: Asked = {},
    extra: Readonly<Record<string, unknown>> = {},
  ): Promise<AgentMirror | undefined> {
    const result = await this.#options.bus.command(command, expectedVersion === undefined ? {} : { expectedVersion });
    if (result.ok) return result.agent;
    const { code, message } = result;
    if (isProblemCode(code)) throw new ProblemError(code, message, extra);
    throw new ProblemError('internal-error', `The engine refused with ${code}: ${message}`, { engineCode: code });
  }

  async act(worker: Worker, command: Command, asked: Asked, extra?: Record<string, unknown>): Promise<AgentView> {
    return this.view(worker, await this.command(command, asked, extra));
  }

  /** The seat is kept, so that a restarted engine is given the agent again. */
  async logIn(worker: Worker, phone: string, phoneMode: PhoneMode, also: CampaignId | null = null): Promise<AgentView> {
    const { store } = this.#options;
    // OUT-5: a standing choice outlives the log-out.
    const readyAfterWrapUp = this.#options.bus.agents().get(worker.userId)?.readyAfterWrapUp ?? null;
    const choice = readyAfterWrapUp === null ? {} : { readyAfterWrapUp };
    const seat = { agentId: worker.userId, name: worker.name, phone, phoneMode, ...choice };
    const kept = new Set([...(await store.joinedOf(worker.userId)), ...(also === null ? [] : [also])]);
    const joined = [...kept].filter((campaignId) => this.#isAssigned(worker.userId, campaignId));
    await store.saveSeat(seat);
    return this.act(worker, { type: 'agent.log-in', seat, joined }, {});
  }

  /** GT-8: a supervisor logs them in, at the phone named or the last one. Throws `no-phone` where none is known. */
  async logInOther(
    worker: Worker,
    asked: { phone?: string | undefined; phoneMode?: PhoneMode | undefined },
    also: CampaignId | null,
  ): Promise<void> {
    const { store, bus } = this.#options;
    const last = (await store.agents()).find(({ seat }) => seat.agentId === worker.userId)?.seat;
    const engine = bus.engine();
    const simulated = engine.state === 'connected' && engine.telephony === 'simulated' ? 'simulated' : undefined;
    const phone = asked.phone ?? last?.phone ?? simulated;
    if (phone === undefined) throw new ProblemError('no-phone', `${worker.name} has never worked at a phone.`);
    await this.logIn(worker, phone, asked.phoneMode ?? last?.phoneMode ?? 'nailed-up', also);
  }

  /** Throws `unknown-campaign`, `agent-not-assigned`, `campaign-ended`. */
  join(worker: Worker, campaignId: string, asked: Asked): Promise<AgentView> {
    const campaign = this.#options.catalog.campaign(campaignId);
    if (!this.#isAssigned(worker.userId, campaign.id)) {
      throw new ProblemError('agent-not-assigned', `You are not assigned to ${campaign.name}.`);
    }
    if (campaign.state === 'ended') throw new ProblemError('campaign-ended', `${campaign.name} has ended.`);
    return this.act(worker, { type: 'agent.join', agentId: worker.userId, campaignId: campaign.id }, asked);
  }

  /** Throws `unknown-campaign`, `agent-not-assigned`, and what the engine refuses. */
  getRecord(worker: Worker, campaignId: string, asked: Asked): Promise<AgentView> {
    const campaign = this.#options.catalog.campaign(campaignId);
    if (!this.#isAssigned(worker.userId, campaign.id)) {
      throw new ProblemError('agent-not-assigned', `You are not assigned to ${campaign.name}.`);
    }
    return this.act(worker, { type: 'agent.get-record', agentId: worker.userId, campaignId: campaign.id }, asked);
  }

  /** The record in hand, or (`redial`) once more whom nobody answered for. */
  call(
    worker: Worker,
    interactionId: string,
    type: 'interaction.call' | 'interaction.redial',
    { number, callerId, expectedVersion }: Asked & CallChoice,
  ): Promise<AgentView> {
    if (type === 'interaction.redial') this.#refuseRedial(worker, interactionId);
    const chosen = chosenOf({ number, callerId });
    const command = { type, agentId: worker.userId, interactionId: interactionId as InteractionId, ...chosen };
    return this.act(worker, command, { expectedVersion });
  }

  /** OUT-4: whom they wrapped up last. */
  redialLast(worker: Worker, { expectedVersion, ...choice }: Asked & CallChoice): Promise<AgentView> {
    const last = this.#options.bus.agents().get(worker.userId)?.last ?? null;
    const unanswered = last !== null && last.attemptId !== null && last.callStatus !== 'live';
    if (unanswered && this.viewNow(worker).last?.redialsLeft === 0) this.#usedUp(last.campaignId);
    const command = { type: 'agent.redial-last', agentId: worker.userId, ...chosenOf(choice) } as const;
    return this.act(worker, command, { expectedVersion });
  }

  leave(worker: Worker, campaignId: string, asked: Asked): Promise<AgentView> {
    const { id } = this.#options.catalog.campaign(campaignId);
    return this.act(worker, { type: 'agent.leave', agentId: worker.userId, campaignId: id }, asked);
  }

  /** Throws `unknown-wrap-up-code` where the campaign has no such code. */
  wrapUp(
    worker: Worker,
    interactionId: string,
    { code, notes, expectedVersion }: Asked & { code: string | null; notes: string },
  ): Promise<AgentView> {
    const codes = this.#codes(worker.userId, interactionId);
    if (code !== null && codes !== null && !codes.includes(code)) {
      throw new ProblemError('unknown-wrap-up-code', `There is no code ${code}.`, { codes });
    }
    return this.act(
      worker,
      {
        type: 'interaction.wrap-up',
        agentId: worker.userId,
        interactionId: interactionId as InteractionId,
        code,
        notes,
      },
      { expectedVersion },
    );
  }

  /** Throws `callback-invalid` where what was scheduled on it cannot be called (any more): GW-18. */
  async done(worker: Worker, interactionId: string, asked: Asked & { stop: boolean }): Promise<AgentView> {
    const { store, clock, book } = this.#options;
    const codes = this.#codes(worker.userId, interactionId);
    const callback = codes === null ? null : await store.recheckCallback({ interactionId, nowMs: clock.nowMs() });
    if (callback !== null) {
      await book.renew(worker.userId);
      refuseInvalid(callback);
    }
    const view = await this.act(
      worker,
      {
        type: 'interaction.done',
        agentId: worker.userId,
        interactionId: interactionId as InteractionId,
        stop: asked.stop,
      },
      asked,
      codes === null ? {} : { codes },
    );
    if (callback !== null) await store.releaseCallback(interactionId);
    return view;
  }

  /** GW-13 to GW-15: as long as it is in hand. Throws `callback-invalid`, with the callback kept as such. */
  async scheduleCallback(worker: Worker, interactionId: string, body: CallbackBody): Promise<AgentView> {
    const picture = this.inHand(worker, interactionId);
    const callback = await this.#options.callbacks.schedule(worker.userId, picture, body);
    await this.#options.book.renew(worker.userId);
    refuseInvalid(callback);
    return this.view(worker);
  }

  /** GW-16. Throws `unknown-callback`. */
  async cancelCallback(worker: Worker, interactionId: string): Promise<AgentView> {
    const { store, clock, book } = this.#options;
    this.inHand(worker, interactionId);
    await store.cancelCallback({ interactionId, nowMs: clock.nowMs() });
    await book.renew(worker.userId);
    return this.view(worker);
  }

  /** What the agent has in hand. Throws `unknown-interaction`. */
  inHand(worker: Worker, interactionId: string): InteractionPicture {
    const picture = this.#options.bus.agents().get(worker.userId)?.interaction;
    if (picture?.interactionId === interactionId) return picture;
    throw new ProblemError('unknown-interaction', `You do not have ${interactionId} in hand.`);
  }

  /** GCC-4: the rule's limit is told before the agent leaves the wrap-up for nothing; the intent is tested anyway. */
  #refuseRedial(worker: Worker, interactionId: string): void {
    const { interaction } = this.viewNow(worker);
    const unanswered = interaction?.state === 'wrap-up' && interaction.callStatus !== 'live';
    if (interaction?.interactionId !== interactionId || !unanswered || interaction.redialsLeft > 0) return;
    this.#usedUp(interaction.campaignId);
  }

  #usedUp(campaignId: CampaignId): never {
    const { campaigns, contactRules } = this.#options.catalog.current();
    const campaign = campaigns.find(({ id }) => id === campaignId);
    const rule = contactRules.find(({ id }) => id === campaign?.contactRuleId);
    const limit = rule?.maxManualRedials ?? 0;
    throw new ProblemError('redials-used-up', `Rule ${rule?.name ?? ''} allows ${counted(limit, 'redial')} by hand.`, {
      limit,
    });
  }

  #isAssigned(agentId: AgentId, campaignId: CampaignId): boolean {
    const { campaigns } = this.#options.catalog.current();
    return campaigns.some(({ id, agentIds }) => id === campaignId && agentIds.includes(agentId));
  }

  /** The codes of the campaign that the interaction belongs to; null where it is not in the mirror. */
  #codes(agentId: AgentId, interactionId: string): string[] | null {
    const inHand = this.#options.bus.agents().get(agentId)?.interaction;
    if (inHand?.interactionId !== interactionId) return null;
    const campaign = this.#options.catalog.current().campaigns.find(({ id }) => id === inHand.campaignId);
    return campaign?.wrapUpCodes.map(({ code }) => code) ?? null;
  }
}

const chosenOf = ({ number, callerId }: CallChoice): { number?: E164; callerId?: E164 } => ({
  ...(number === undefined ? {} : { number }),
  ...(callerId === undefined ? {} : { callerId }),
});
