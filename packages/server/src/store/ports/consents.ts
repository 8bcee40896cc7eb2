/** The consent ledger: who has agreed to be called for what, with the proof; entries are added and withdrawn, never changed. */
import type { E164 } from '@outdial/shared';
import type { ConsentEntry } from '../../rules/consent.ts';

export interface RecordedConsent extends ConsentEntry {
  id: number;
  number: E164;
  recordedAtMs: number;
}

export type NewConsent = Omit<RecordedConsent, 'id' | 'withdrawnAtMs'>;

export interface ConsentStore {
  /** Holds from the next intent on; contacts that waited for it are callable again. The same entry twice is one. */
  addConsents(entries: readonly NewConsent[]): Promise<{ added: number; duplicates: number }>;
  /** Every consent of the number that stands, or those to one use, ends at `atMs`. How many did. */
  withdrawConsents(request: { number: E164; use: string | null; atMs: number }): Promise<number>;
  /** Withdrawn and expired ones too, in the order in which they were recorded. */
  consentsOf(number: E164): Promise<RecordedConsent[]>;
}
