/** To whom a contact may be handed (BP-8): a number that can be called and that nobody forbade, or another agent. */
import { type AgentId, type Campaign, ProblemError, type TransferTarget } from '@outdial/shared';
import { isCountry, readPhone } from '../lists/phone.ts';
import type { Store } from '../store/port.ts';
import type { Accounts } from '../users/accounts.ts';

export interface AskedTarget {
  number?: string | undefined;
  agentId?: AgentId | undefined;
}

/** Throws `invalid-number`, `number-blocked`, `unknown-agent`. */
export async function transferTarget(
  { store, accounts }: { store: Store; accounts: Accounts },
  asked: AskedTarget,
  campaign: Pick<Campaign, 'id' | 'country'> | null,
): Promise<TransferTarget> {
  if (asked.agentId !== undefined) {
    const { agentId } = asked;
    const known = (await accounts.users()).some(({ id }) => id === agentId);
    if (!known) throw new ProblemError('unknown-agent', `There is no agent ${agentId}.`);
    return { kind: 'agent', agentId };
  }
  const country = campaign?.country.toUpperCase() ?? 'FR';
  const read = readPhone(asked.number ?? '', isCountry(country) ? country : 'FR');
  if (!read.ok) throw new ProblemError('invalid-number', `${asked.number}: ${read.reason}.`);
  const forbidden = (await store.doNotCallOf(read.number)).find(
    ({ campaignId }) => campaignId === null || campaignId === campaign?.id,
  );
  if (forbidden !== undefined) throw new ProblemError('number-blocked', `${read.number}: ${forbidden.reason}.`);
  return { kind: 'number', number: read.number };
}
