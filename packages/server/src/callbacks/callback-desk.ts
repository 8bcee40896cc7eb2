/** Callbacks as agents, supervisors and other programs ask for them: times and numbers are read here, the store judges them. */
import {
  type AgentId,
  type Callback,
  type CallbackBody,
  type CallbackChange,
  type CallbackRequest,
  type CampaignId,
  type Clock,
  type E164,
  type IdSource,
  type InteractionPicture,
  ProblemError,
} from '@outdial/shared';
import type { Catalog } from '../config/catalog.ts';
import { isCountry, readPhone } from '../lists/phone.ts';
import { createTimeZones } from '../rules/time-zones.ts';
import type { Store, StoredCallback } from '../store/port.ts';
import { instantOf, localTime } from './when.ts';

export interface CallbackDeskOptions {
  store: Store;
  catalog: Catalog;
  clock: Clock;
  ids: IdSource;
}

interface Person {
  number: string;
  country: string;
  timeZone: string | null;
}

export class CallbackDesk {
  readonly #options: CallbackDeskOptions;
  readonly #timeZones = createTimeZones();

  constructor(options: CallbackDeskOptions) {
    this.#options = options;
  }

  /** The callback that followed, which may be invalid. Throws `malformed-body` for what cannot be read at all. */
  async schedule(agentId: AgentId, picture: InteractionPicture, body: CallbackBody): Promise<StoredCallback> {
    const { store, clock, ids, catalog } = this.#options;
    const contact = await store.contactById(picture.contactId);
    const country = contact?.country ?? catalog.campaign(picture.campaignId).country;
    const person = { number: picture.number, country, timeZone: this.#zoneOf(country, contact?.timeZone ?? null) };
    return await store.scheduleCallback({
      callbackId: ids(),
      interactionId: picture.interactionId,
      campaignId: picture.campaignId,
      contactId: picture.contactId,
      attemptId: picture.attemptId,
      by: agentId,
      wish: {
        number: this.#number(body.number, person),
        ...instantOf(body, person.timeZone),
        personal: body.personal,
        agentId: body.personal ? agentId : null,
        notes: body.notes,
      },
      nowMs: clock.nowMs(),
    });
  }

  /** GCC-0. Throws `unknown-campaign`, `campaign-ended`, `malformed-body`, `unknown-agent`. */
  async request(by: string, body: CallbackRequest, source: 'request' | 'missed-call' = 'request'): Promise<Callback> {
    const { store, clock, ids, catalog } = this.#options;
    const campaign = catalog.campaign(body.campaignId);
    if (campaign.state === 'ended') throw new ProblemError('campaign-ended', `${campaign.name} has ended.`);
    await this.#checkAgent(campaign.id, body.agentId ?? null);
    const person = { number: body.number, country: campaign.country, timeZone: this.#zoneOf(campaign.country, null) };
    const when = body.when === undefined ? null : instantOf(body.when, person.timeZone);
    return this.told(
      await store.requestCallback({
        callbackId: ids(),
        campaignId: campaign.id,
        listName: `Callback requests: ${campaign.name}`,
        contact: { name: body.name, country: campaign.country, fields: body.fields },
        source,
        by,
        idempotencyKey: body.idempotencyKey ?? null,
        wish: {
          number: this.#number(body.number, person),
          dueAtMs: when?.dueAtMs ?? null,
          timeZone: when?.timeZone ?? person.timeZone ?? 'UTC',
          personal: body.agentId !== undefined,
          agentId: body.agentId ?? null,
          notes: body.notes,
        },
        nowMs: clock.nowMs(),
      }),
    );
  }

  /** Throws `unknown-callback`, `callback-closed`, `callback-in-hand`, `callback-invalid`, `malformed-body`, `unknown-agent`. */
  async change(callbackId: string, change: CallbackChange): Promise<Callback> {
    const { store, clock, catalog } = this.#options;
    const before = await this.byId(callbackId);
    const contact = await store.contactById(before.contactId);
    const country = contact?.country ?? catalog.campaign(before.campaignId).country;
    const person = { number: before.number, country, timeZone: before.timeZone };
    if (change.agentId !== undefined) await this.#checkAgent(before.campaignId, change.agentId);
    const changed = await store.changeCallback({
      callbackId,
      change: {
        ...(change.when === undefined ? {} : instantOf(change.when, person.timeZone)),
        ...(change.number === undefined ? {} : { number: this.#number(change.number, person) }),
        ...(change.agentId === undefined ? {} : { agentId: change.agentId, personal: change.agentId !== null }),
        ...(change.notes === undefined ? {} : { notes: change.notes }),
      },
      nowMs: clock.nowMs(),
    });
    refuseInvalid(changed);
    return this.told(changed);
  }

  async byId(callbackId: string): Promise<StoredCallback> {
    const { store, clock } = this.#options;
    const [found] = await store.callbacks({ callbackId, limit: 1, nowMs: clock.nowMs() });
    if (found === undefined) throw new ProblemError('unknown-callback', `There is no callback ${callbackId}.`);
    return found;
  }

  told(stored: StoredCallback): Callback {
    const { interactionId: _interaction, nextAtMs: _next, ...callback } = stored;
    const { campaigns } = this.#options.catalog.current();
    const campaignName = campaigns.find(({ id }) => id === stored.campaignId)?.name ?? stored.campaignId;
    const remedy =
      stored.supervisorsToldAtMs === null
        ? null
        : 'Its agent is not there: give it to another, to any, or set another time.';
    return { ...callback, campaignName, remedy, ...localTime(stored.dueAtMs, stored.timeZone) };
  }

  async #checkAgent(campaignId: CampaignId, agentId: AgentId | null): Promise<void> {
    if (agentId === null) return;
    if ((await this.#options.store.userById(agentId)) === null) {
      throw new ProblemError('unknown-agent', `There is no user ${agentId}.`);
    }
    const { name, agentIds } = this.#options.catalog.campaign(campaignId);
    if (!agentIds.includes(agentId)) {
      throw new ProblemError('agent-not-assigned', `The agent ${agentId} does not work on ${name}.`);
    }
  }

  /** Of a country with one zone it is known without being said. */
  #zoneOf(country: string, own: string | null): string | null {
    const zones = this.#timeZones.of({ country, timeZone: own });
    return zones.length === 1 ? (zones[0] ?? null) : own;
  }

  #number(written: string | undefined, person: Person): E164 {
    if (written === undefined) return person.number as E164;
    const country = isCountry(person.country) ? person.country : 'FR';
    const read = readPhone(written, country);
    if (read.ok) return read.number;
    const errors = [{ field: 'number', message: read.reason }];
    throw new ProblemError('malformed-body', `number: ${read.reason}.`, { errors });
  }
}

/** GW-18: throws `callback-invalid` with every reason, and when it could be called. */
export function refuseInvalid({ state, reasons, nextAtMs, timeZone }: StoredCallback): void {
  if (state !== 'invalid') return;
  const next = nextAtMs === null ? null : localTime(nextAtMs, timeZone);
  const hint = next === null ? '' : ` It could be called from ${next.date} ${next.time} on (${timeZone}).`;
  const why = reasons.map(({ message }) => message).join('; ');
  throw new ProblemError('callback-invalid', `${why}.${hint}`, { reasons, nextAtMs });
}
