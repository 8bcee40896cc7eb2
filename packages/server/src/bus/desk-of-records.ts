/** Answers an engine's leases, intents and facts from the store. */
import {
  type Clock,
  type EngineMessage,
  type IdSource,
  type LeaseGrant,
  type LeaseId,
  ProblemError,
  type ServerMessage,
} from '@outdial/shared';
import type { Store } from '../store/port.ts';
import type { BusLog } from './port.ts';

type Of<Type extends EngineMessage['type']> = Extract<EngineMessage, { type: Type }>;

/** More at once are answered in parts. */
const MOST_AT_ONCE = 5_000;

export interface DeskOfRecordsOptions {
  store: Store;
  clock: Clock;
  ids: IdSource;
  leaseMs: number;
  log: BusLog;
}

export class DeskOfRecords {
  readonly #options: DeskOfRecordsOptions;

  constructor(options: DeskOfRecordsOptions) {
    this.#options = options;
  }

  async lease(asked: Of<'lease.request'>): Promise<ServerMessage> {
    const { store, clock, ids, leaseMs } = this.#options;
    const request = {
      leaseId: ids<LeaseId>(),
      campaignId: asked.campaignId,
      n: Math.min(MOST_AT_ONCE, Math.max(0, Math.floor(asked.n))),
      epoch: asked.epoch,
      nowMs: clock.nowMs(),
      leaseMs,
    };
    try {
      const { callbacksFor, forAgent } = asked;
      const grant =
        callbacksFor === undefined
          ? await this.#records(request, forAgent)
          : await store.leaseCallbacks({ ...request, agents: callbacksFor });
      return { type: 'lease.grant', id: asked.id, grant };
    } catch (error) {
      return { type: 'lease.refused', id: asked.id, reason: told(error) };
    }
  }

  /** GW-17: an agent who asks for a record gets the callback that is due for them, or for anybody, before any other. */
  async #records(
    request: Parameters<Store['lease']>[0],
    forAgent: Of<'lease.request'>['forAgent'],
  ): Promise<LeaseGrant> {
    const { store } = this.#options;
    if (forAgent === undefined) return store.lease(request);
    const { agentId, keepMs } = forAgent;
    const callbacks = await store.leaseCallbacks({ ...request, agents: [agentId], leaseMs: keepMs, reader: agentId });
    return callbacks.records.length > 0 ? callbacks : store.lease({ ...request, forAgent });
  }

  async giveBack({ campaignId, contactIds, position, epoch }: Of<'lease.return'>): Promise<null> {
    const { store, clock } = this.#options;
    await store.giveBack({ campaignId, contactIds, position, epoch, nowMs: clock.nowMs() });
    return null;
  }

  /** Where the store fails nothing was inserted, and every intent is refused with the reason. */
  async intend({ id, epoch, intents }: Of<'intent.batch'>): Promise<ServerMessage> {
    const { store, clock } = this.#options;
    try {
      return { type: 'intent.answers', id, answers: await store.intend({ epoch, intents, nowMs: clock.nowMs() }) };
    } catch (error) {
      const reasons = [told(error)];
      const answers = intents.map(({ attemptId }) => ({ attemptId, granted: false as const, reasons }));
      return { type: 'intent.answers', id, answers };
    }
  }

  /** Null: it was deleted meanwhile, and the next configuration says so. */
  async sound({ messageId }: Of<'message.request'>): Promise<ServerMessage | null> {
    const samples = await this.#options.store.messageSamples(messageId);
    if (samples === null) return null;
    return { type: 'message.sound', messageId, samples: Buffer.from(samples).toString('base64') };
  }

  async pacers({ states }: Of<'pacers'>): Promise<null> {
    const written = states.map(({ campaignId, state }) => ({ campaignId, state: JSON.stringify(state) }));
    await this.#options.store.savePacerStates(written);
    return null;
  }

  /** Null: nothing to acknowledge; the engine keeps its facts and sends them again. */
  async facts({ epoch, facts }: Of<'facts'>): Promise<ServerMessage | null> {
    const { store, clock, log } = this.#options;
    const { ackedSeq, passedOver } = await store.applyFacts({ epoch, facts, nowMs: clock.nowMs() });
    for (const { seq, reason } of passedOver)
      log.warn({ epoch, seq, reason }, 'A fact makes no sense and was passed over.');
    return ackedSeq === null ? null : { type: 'ack', epoch, seq: ackedSeq };
  }
}

const told = (error: unknown): string =>
  error instanceof ProblemError ? `${error.code}: ${error.message}` : `internal-error: ${String(error)}`;
