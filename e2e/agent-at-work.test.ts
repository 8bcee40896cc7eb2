import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AgentView, ApiError, type Client, createClient } from '@outdial/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Demo, startDemo, temporaryFolder, until } from './support/program.ts';

/** What an agent is told whose contact hung up meanwhile. */
const GONE = ['no-call', 'call-not-held', 'call-ended', 'unknown-interaction'];
const temporary = temporaryFolder();
const folder = join(temporary.folder, 'demo');
let demo: Demo;
let me: { username: string; password: string };

beforeAll(async () => {
  demo = await startDemo(folder);
  me = await until(
    'the person’s credentials are written',
    () => JSON.parse(readFileSync(join(folder, 'demo-credentials.json'), 'utf8')).person ?? null,
  );
  await until('the demo is seeded', async () => {
    const campaigns = await demo.client.call('campaigns');
    return campaigns.length === 5 && campaigns.every(({ campaign }) => campaign.state === 'running') ? true : null;
  });
});
afterAll(async () => {
  await demo?.stop();
  temporary.remove();
});

async function logIn(): Promise<Client> {
  const guest = createClient({ baseUrl: demo.url });
  const { token } = await guest.call('logIn', { body: me });
  return guest.withToken(token);
}

describe('a person at work over HTTP, beside the running demo', () => {
  it('GW-1, GW-5, BP-4, BP-5, BP-8, BP-9, WX-11: logs in, goes ready, gets a call, holds, ends, wraps up', async () => {
    const client = await logIn();
    await client.call('agentLogIn', { body: {} });
    let view: AgentView = await client.call('agentView');
    expect(view.presence.kind).toBe('not-ready');
    const campaign = view.campaigns.find((one) => one.mode === 'predictive');
    expect(campaign).toBeDefined();
    for (const one of view.campaigns.filter((joined) => joined.joined)) {
      await client.call('agentLeave', { params: { campaignId: one.campaignId }, body: {} });
    }
    view = await client.call('agentJoin', { params: { campaignId: campaign?.campaignId ?? '' }, body: {} });
    expect(view.campaigns.find((one) => one.campaignId === campaign?.campaignId)?.joined).toBe(true);
    await client.call('agentReady', { body: {} });

    // A contact may hang up in the middle: then the next one is taken, as a person would.
    for (let tries = 0; ; tries++) {
      view = await until('a call arrives', async () => {
        const now = await client.call('agentView');
        if (now.presence.kind === 'offered')
          await client.call('accept', { params: { interactionId: now.interaction?.interactionId ?? '' }, body: {} });
        return now.presence.kind === 'talking' ? now : null;
      });
      const interaction = view.interaction;
      expect(interaction?.campaignName).toBe(campaign?.name);
      expect(interaction?.direction).toBe('outbound');
      expect(interaction?.contactName).not.toBe('');
      expect(interaction?.number).toMatch(/^\+33/);
      const params = { interactionId: interaction?.interactionId ?? '' };
      try {
        view = await client.call('hold', { params, body: {} });
        expect(view.presence.kind).toBe('held');
        const refused = await client.call('hangUp', { params, body: {} }).catch((error: unknown) => error);
        expect(refused).toBeInstanceOf(ApiError);
        if (!(refused instanceof ApiError) || GONE.includes(refused.code)) throw refused;
        expect(refused.code).toBe('call-on-hold');
        expect(refused.problem?.remedy).toMatch(/Resume/);
        await client.call('resume', { params, body: {} });
        await client.call('agentNotReady', { body: { reason: 'test over' } });
        await client.call('hangUp', { params, body: {} });
      } catch (error) {
        if (tries < 3 && error instanceof ApiError && GONE.includes(error.code)) {
          await finish(client);
          await client.call('agentReady', { body: {} });
          continue;
        }
        throw error;
      }
      break;
    }
    await finish(client);
    view = await client.call('agentView');
    expect(view.presence).toMatchObject({ kind: 'not-ready', reason: 'test over' });
    await until('the attempt is wrapped up', async () => {
      const query = { campaignId: campaign?.campaignId ?? '', limit: 1000 };
      const mine = (await demo.client.call('attempts', { query })).filter(({ agentId }) => agentId === view.agentId);
      return mine.find(({ notes, wrapUpCode }) => wrapUpCode !== null && notes === 'called from a test');
    });
    await client.call('agentLogOut', { body: {} });
  });
});

/** Wraps up and is done, whatever stands at this moment. */
async function finish(client: Client): Promise<void> {
  const view = await until('the wrap-up', async () => {
    const now = await client.call('agentView');
    return ['wrap-up', 'ready', 'not-ready'].includes(now.presence.kind) ? now : null;
  });
  if (view.interaction === null) return;
  const params = { interactionId: view.interaction.interactionId };
  await client.call('wrapUp', {
    params,
    body: { code: view.interaction.wrapUpCodes[0]?.code ?? null, notes: 'called from a test' },
  });
  await client.call('done', { params, body: {} });
}
