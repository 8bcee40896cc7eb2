/** Records leased to the engine and not dialed yet, in the order in which the server wants them called. */
import type { ContactId, LeasedRecord, LeaseGrant, LeaseId } from '@outdial/shared';

export interface StockedRecord {
  readonly record: LeasedRecord;
  readonly leaseId: LeaseId;
  readonly expiresAtMs: number;
}

/** A record is not started this shortly before its lease ends: the intent would come too late. */
const LEASE_MARGIN_MS = 1_000;

export class Stock {
  #records: StockedRecord[] = [];
  #next = 0;

  get size(): number {
    return this.#records.length - this.#next;
  }

  add({ records, leaseId, expiresAtMs }: LeaseGrant): void {
    this.#records = this.#records.slice(this.#next);
    this.#next = 0;
    for (const record of records) this.#records.push({ record, leaseId, expiresAtMs });
  }

  take(): StockedRecord | undefined {
    const record = this.#records[this.#next];
    if (record !== undefined) this.#next += 1;
    return record;
  }

  /** Takes out everything whose lease is about to end. */
  expired(nowMs: number): ContactId[] {
    const ends = (stocked: StockedRecord): boolean => stocked.expiresAtMs - LEASE_MARGIN_MS <= nowMs;
    const first = this.#records[this.#next];
    // Leases are granted in turn and run equally long: where the first holds, all do.
    if (first === undefined || !ends(first)) return [];
    const kept = this.#records.slice(this.#next);
    const over = kept.filter(ends);
    this.#records = kept.filter((stocked) => !ends(stocked));
    this.#next = 0;
    return over.map(({ record }) => record.contactId);
  }

  /** Takes out everything. */
  drain(): ContactId[] {
    const all = this.#records.slice(this.#next).map(({ record }) => record.contactId);
    this.#records = [];
    this.#next = 0;
    return all;
  }
}
