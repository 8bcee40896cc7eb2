/** OUT-8: one person's data found, erased, and kept no longer than is said. */
import type { E164 } from '@outdial/shared';

export interface Person {
  /** Every number of every contact that has the one that was asked for. */
  numbers: E164[];
  contacts: string[];
  /** What other parts keep of them, by table, as it is stored. */
  others: Record<string, Record<string, string | number | null>[]>;
}

export interface Erased {
  contacts: number;
  attempts: number;
  consents: number;
  others: number;
  /** Recordings that are to be removed from the disk. */
  files: string[];
}

export interface PersonalDataStore {
  personOf(number: E164): Promise<Person>;
  /** Do-not-call entries stay. Rejects with `person-in-call` where a call to them is under way. */
  erasePerson(request: { number: E164; markDoNotCall: { reason: string; atMs: number } | null }): Promise<Erased>;
  /** Erases what is older, a bounded number; `more`: ask again. Null: this kind is kept. */
  retainStep(before: {
    attemptsMs: number | null;
    notesMs: number | null;
    recordingsMs: number | null;
  }): Promise<{ erased: number; more: boolean; files: string[] }>;
}
