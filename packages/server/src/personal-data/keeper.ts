/** OUT-8: erases what is older than the retention says, every hour and after every change of it; recordings with their files. */
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Clock, counted, every, type Retention, type Timer } from '@outdial/shared';
import type { Catalog } from '../config/catalog.ts';
import type { Store } from '../store/port.ts';

const EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;
const KEPT: Retention = { attemptsDays: null, notesDays: null, recordingsDays: null };

export interface KeeperParts {
  store: Store;
  catalog: Catalog;
  clock: Clock;
  recordingsFolder: string;
  /** Told what was erased by itself, where it was anything. */
  onErased: (erased: number) => void;
}

export class Keeper {
  readonly #parts: KeeperParts;
  readonly #timer: Timer;
  #running: Promise<void> = Promise.resolve();

  constructor(parts: KeeperParts) {
    this.#parts = parts;
    this.#timer = every(parts.clock, EVERY_MS, () => void this.sweep());
  }

  retention(): Retention {
    return this.#parts.catalog.current().retention ?? KEPT;
  }

  async set(retention: Retention): Promise<Retention> {
    await this.#parts.catalog.change((current) => ({ next: { ...current, retention }, result: null }));
    void this.sweep();
    return retention;
  }

  /** One after the other; a store that fails is asked again in an hour. */
  sweep(): Promise<void> {
    this.#running = this.#running.then(() => this.#sweep()).catch(() => undefined);
    return this.#running;
  }

  /** Files that are gone already are what is wanted; one that cannot be removed does not keep the others. */
  async removeFiles(files: readonly string[]): Promise<void> {
    const { recordingsFolder } = this.#parts;
    const removed = await Promise.allSettled(
      files.map((file) => rm(join(recordingsFolder, basename(file)), { force: true })),
    );
    const failed = removed.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    if (failed.length > 0)
      throw new AggregateError(failed, `${counted(failed.length, 'recording')} could not be removed`);
  }

  close(): void {
    this.#timer.cancel();
  }

  async #sweep(): Promise<void> {
    const { store, clock, onErased } = this.#parts;
    const { attemptsDays, notesDays, recordingsDays } = this.retention();
    const nowMs = clock.nowMs();
    const before = (days: number | null): number | null => (days === null ? null : nowMs - days * DAY_MS);
    const limits = {
      attemptsMs: before(attemptsDays),
      notesMs: before(notesDays),
      recordingsMs: before(recordingsDays),
    };
    if (Object.values(limits).every((limit) => limit === null)) return;
    let erased = 0;
    for (let more = true; more; ) {
      const step = await store.retainStep(limits);
      await this.removeFiles(step.files);
      erased += step.erased;
      more = step.more;
    }
    if (erased > 0) onErased(erased);
  }
}
