/** A system of record in memory: numbers that belong to nobody, every intent granted; for load tests and tests. */
import type {
  AgentId,
  CampaignId,
  Clock,
  ComingCallback,
  ContactId,
  E164,
  Intent,
  IntentAnswer,
  LeasedRecord,
  LeaseGrant,
  LeaseId,
  ListId,
} from '@outdial/shared';
import type { RecordSource } from '../ports.ts';

export interface MemoryRecordsOptions {
  readonly clock: Clock;
  /** Contacts of each campaign; endless unless told. */
  readonly contacts?: number;
  /** What is said when there are no more, and from when on there will be. */
  readonly shortBecause?: LeaseGrant['shortBecause'];
  readonly nextAtMs?: number;
  /** How long the system of record takes to answer, 2 ms unless told. */
  readonly answerMs?: number;
  /** How long a lease and a grant hold. */
  readonly leaseMs?: number;
  readonly grantMs?: number;
  /** Refuses an intent by naming the reasons; grants it by null. */
  readonly refuse?: (intent: Intent) => readonly string[] | null;
  /** Refused by hand, the record stays the agent's. */
  readonly keepRefused?: boolean;
  readonly onGranted?: (intent: Intent) => void;
  /** Numbers of each contact, 1 unless told. */
  readonly numbers?: number;
  /** Callbacks that are due, in order; what is given back is due again. */
  readonly callbacks?: LeasedRecord[];
  /** Those that fall due soon. */
  readonly coming?: readonly ComingCallback[];
}

interface List {
  handedOut: number;
  readonly top: LeasedRecord[];
}

export class MemoryRecords implements RecordSource {
  readonly #options: MemoryRecordsOptions;
  readonly #lists = new Map<CampaignId, List>();
  #leases = 0;
  readonly #callbacksOut = new Map<ContactId, LeasedRecord>();
  /** What was given back, in order. */
  readonly returned: { campaignId: CampaignId; contactIds: readonly ContactId[]; position: 'top' | 'retry' }[] = [];
  /** Set, nothing is answered but by null: the server is gone. */
  lost = false;

  constructor(options: MemoryRecordsOptions) {
    this.#options = options;
  }

  lease(campaignId: CampaignId, n: number, done: (grant: LeaseGrant | null) => void): void {
    const { clock, contacts = Number.POSITIVE_INFINITY, leaseMs = 300_000 } = this.#options;
    const { shortBecause = 'no-contacts-left', nextAtMs = null, numbers = 1 } = this.#options;
    this.#later(() => {
      if (this.lost) {
        done(null);
        return;
      }
      const list = this.#list(campaignId);
      const records = list.top.splice(0, n);
      while (records.length < n && list.handedOut < contacts)
        records.push(recordOf(campaignId, list.handedOut++, numbers));
      done({
        leaseId: `lease-${++this.#leases}` as LeaseId,
        campaignId,
        records,
        expiresAtMs: clock.nowMs() + leaseMs,
        shortBecause: records.length < n ? shortBecause : null,
        nextAtMs: records.length < n ? nextAtMs : null,
      });
    });
  }

  leaseCallbacks(
    campaignId: CampaignId,
    n: number,
    agents: readonly AgentId[],
    done: (grant: LeaseGrant | null) => void,
  ): void {
    const { clock, callbacks = [], coming = [], leaseMs = 300_000 } = this.#options;
    this.#later(() => {
      const mine = ({ callback }: LeasedRecord): boolean =>
        callback?.agentId == null || agents.includes(callback.agentId);
      const records = callbacks.filter(mine).slice(0, n);
      for (const record of records) callbacks.splice(callbacks.indexOf(record), 1);
      for (const record of records) this.#callbacksOut.set(record.contactId, record);
      const leaseId = `lease-${++this.#leases}` as LeaseId;
      const expiresAtMs = clock.nowMs() + leaseMs;
      done(
        this.lost ? null : { leaseId, campaignId, records, expiresAtMs, shortBecause: null, nextAtMs: null, coming },
      );
    });
  }

  giveBack(campaignId: CampaignId, contactIds: readonly ContactId[], position: 'top' | 'retry'): void {
    this.returned.push({ campaignId, contactIds, position });
    const { top } = this.#list(campaignId);
    const { callbacks = [] } = this.#options;
    for (const contactId of contactIds) {
      const callback = this.#callbacksOut.get(contactId);
      if (callback !== undefined) callbacks.push(callback);
    }
    const ordinary = contactIds.filter((contactId) => !this.#callbacksOut.delete(contactId));
    const records = ordinary.map((contactId) =>
      recordOf(campaignId, Number(contactId.split('-').at(-1)), this.#options.numbers),
    );
    if (position === 'top') top.unshift(...records);
    else top.push(...records);
  }

  intend(intents: readonly Intent[], done: (answers: readonly IntentAnswer[] | null) => void): void {
    const { clock, grantMs = 5_000, refuse, keepRefused = false, onGranted } = this.#options;
    this.#later(() => {
      if (this.lost) {
        done(null);
        return;
      }
      const validUntilMs = clock.nowMs() + grantMs;
      done(
        intents.map((intent): IntentAnswer => {
          const reasons = refuse?.(intent) ?? null;
          const { attemptId } = intent;
          if (reasons === null) onGranted?.(intent);
          return reasons === null
            ? { attemptId, granted: true, validUntilMs }
            : { attemptId, granted: false, reasons, ...(keepRefused && intent.byHand === true ? { kept: true } : {}) };
        }),
      );
    });
  }

  #list(campaignId: CampaignId): List {
    const known = this.#lists.get(campaignId);
    if (known !== undefined) return known;
    const list: List = { handedOut: 0, top: [] };
    this.#lists.set(campaignId, list);
    return list;
  }

  #later(action: () => void): void {
    this.#options.clock.after(this.#options.answerMs ?? 2, action);
  }
}

const NO_FIELDS = Object.freeze({});

/** French numbers kept for fiction (ARCEP: 06 39 98 …). */
export function numberOf(index: number): E164 {
  return `+33639980${String(index % 1_000_000).padStart(6, '0')}` as E164;
}

/** Further numbers of a contact lie half a million apart. */
const BESIDE = 500_000;

function recordOf(campaignId: CampaignId, index: number, numbers = 1): LeasedRecord {
  return {
    contactId: `${campaignId}-${index}` as ContactId,
    listId: `${campaignId}-list` as ListId,
    name: `Contact ${index}`,
    number: numberOf(index),
    ...(numbers === 1 ? {} : { numbers: Array.from({ length: numbers }, (_, at) => numberOf(index + at * BESIDE)) }),
    fields: NO_FIELDS,
    attempts: 0,
  };
}
