/** Users, tokens, audit and agents through the store's port. */
import type { AgentId, AgentMirror, CampaignId, UserId } from '@outdial/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDirectStore } from './index.ts';
import type { Store, StoredUser } from './port.ts';

const ann: StoredUser = {
  id: 'u-1' as UserId,
  username: 'ann',
  name: 'Ann',
  role: 'agent',
  passwordHash: 'hash-1',
  locked: false,
  createdAtMs: 1,
};
const token = { tokenHash: 'f'.repeat(64), userId: ann.id, createdAtMs: 1, expiresAtMs: 1_000, passwordHash: 'hash-1' };

describe('users in the store', () => {
  let store: Store;
  beforeEach(() => {
    store = openDirectStore(':memory:');
  });
  afterEach(() => store.close());

  it('OUT-7: are created once, locked, and given another password, which ends their tokens', async () => {
    expect(await store.createUser(ann)).toBe(true);
    expect(await store.createUser({ ...ann, id: 'u-2' as UserId })).toBe(false);
    expect(await store.userByName('ann')).toEqual(ann);
    expect(await store.addToken(token)).toBe(true);
    expect(await store.userOfToken({ tokenHash: token.tokenHash, nowMs: 999 })).toEqual({
      user: ann,
      expiresAtMs: 1_000,
    });
    expect(await store.setPassword({ userId: ann.id, passwordHash: 'hash-2' })).toBe(true);
    expect(await store.userOfToken({ tokenHash: token.tokenHash, nowMs: 2 })).toBeNull();
    expect(await store.addToken(token)).toBe(false);
    expect(await store.addToken({ ...token, passwordHash: 'hash-2' })).toBe(true);
    expect(await store.setLocked({ userId: ann.id, locked: true })).toBe(true);
    expect(await store.addToken({ ...token, passwordHash: 'hash-2' })).toBe(false);
    expect(await store.userOfToken({ tokenHash: token.tokenHash, nowMs: 2 })).toBeNull();
    expect(await store.userById(ann.id)).toMatchObject({ locked: true, passwordHash: 'hash-2' });
    expect(await store.setLocked({ userId: 'nobody' as UserId, locked: true })).toBe(false);
  });

  it('tokens end at their time', async () => {
    await store.createUser(ann);
    await store.addToken(token);
    expect(await store.userOfToken({ tokenHash: token.tokenHash, nowMs: 1_000 })).toBeNull();
    expect(await store.removeExpiredTokens(1_000)).toBe(1);
  });

  it('the audit trail is paged, newest first', async () => {
    const entry = { actor: 'ann', act: 'pause', subject: 'campaign a', detail: '' };
    for (let atMs = 1; atMs <= 5; atMs++) await store.appendAudit({ ...entry, atMs });
    const first = await store.audit({ limit: 2 });
    expect(first.map(({ atMs }) => atMs)).toEqual([5, 4]);
    const next = await store.audit({ limit: 2, after: first[1]?.id ?? 0 });
    expect(next.map(({ atMs }) => atMs)).toEqual([3, 2]);
  });

  it('GW-1: the campaigns that an agent joined are remembered beyond the log-out', async () => {
    const agentId = 'u-1' as AgentId;
    const mirror: AgentMirror = {
      agentId,
      version: 3,
      presence: { kind: 'ready', sinceMs: 1 },
      joined: ['a' as CampaignId],
      interaction: null,
    };
    await store.saveSeat({ agentId, name: 'Ann', phone: 'sim' });
    await store.saveMirrors([mirror]);
    const out: AgentMirror = { ...mirror, version: 4, presence: { kind: 'logged-out', sinceMs: 2 }, joined: [] };
    await store.saveMirrors([out]);
    expect(await store.joinedOf(agentId)).toEqual(['a']);
    expect(await store.agents()).toEqual([{ seat: { agentId, name: 'Ann', phone: 'sim' }, mirror: out }]);
    expect(await store.joinedOf('nobody' as AgentId)).toEqual([]);
  });
});
