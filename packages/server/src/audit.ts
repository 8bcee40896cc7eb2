/** The audit trail: every act with its actor, kept in the store and shown live. */
import type { Clock, zAuditEntry } from '@outdial/shared';
import type { z } from 'zod';
import type { Caller } from './routes/types.ts';
import type { Store } from './store/port.ts';

export type AuditLine = z.infer<typeof zAuditEntry>;

export class Audit {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #listeners = new Set<(entry: AuditLine) => void>();

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** `act` as `campaign.start`; `subject` names what it was done to; no telephone numbers in `detail`. */
  async record(actor: Pick<Caller, 'username'>, act: string, subject: string, detail = ''): Promise<void> {
    const entry = { atMs: this.#clock.nowMs(), actor: actor.username, act, subject, detail };
    const id = await this.#store.appendAudit(entry);
    for (const listener of this.#listeners) listener({ id, ...entry });
  }

  onEntry(listener: (entry: AuditLine) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
