/** A file of numbers that are not to be called: a column of numbers, and the reason where a column has it. */
import type { CampaignId } from '@outdial/shared';
import type { DoNotCallEntry } from '../store/port.ts';
import { readPhone } from './phone.ts';
import type { ReadRow, RowKind } from './read-file.ts';
import { columnNamed } from './same-name.ts';

const REASON = /^(reason|comment|note|motif|grund|motivo)$/i;

export const doNotCallRows = (
  entry: { campaignId: CampaignId | null; reason: string; atMs: number },
  write: RowKind<DoNotCallEntry>['write'],
): RowKind<DoNotCallEntry> => ({
  repeats: false,
  write,
  read(cells, layout, country): ReadRow<DoNotCallEntry> {
    const read = readPhone(cells[layout.phone] ?? '', country);
    if (!read.ok) return { ok: false, column: layout.names[layout.phone] ?? null, reason: read.reason };
    const { number } = read;
    const reason = (cells[columnNamed(layout.names, REASON)] ?? '').trim().slice(0, 200) || entry.reason;
    return { ok: true, number, value: { ...entry, number, reason }, fields: { reason } };
  },
});
