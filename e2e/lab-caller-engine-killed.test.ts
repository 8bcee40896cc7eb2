/** GT-4: kill -9 of the engine while people who called in talk with agents: they talk on, under the same call. */
import { join } from 'node:path';
import { openStandingLab } from '@outdial/engine';
import { realClock } from '@outdial/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noAsterisk } from './support/lab.ts';
import { type Demo, startDemo, temporaryFolder, until } from './support/program.ts';
import { query } from './support/store.ts';

const temporary = temporaryFolder();
afterAll(() => temporary.remove());

/** Of the demo's campaigns, each of them twice. */
const CALLED = ['+33199000001', '+33261910001', '+33353010001', '+33199000001', '+33261910001', '+33353010001'];
/** A tone, without an end, in G.711 µ-law. */
const SOUND = { bytes: Uint8Array.from({ length: 160 }, (_, i) => (i % 8 < 4 ? 0x10 : 0x90)), loop: true };

interface Row {
  id: string;
  state: string;
  agentId: string | null;
  detail: string;
}

describe.skipIf(noAsterisk)(
  'kill -9 of the engine with callers up (skipped where no Asterisk is: scripts/asterisk/fetch.sh)',
  () => {
    const folder = join(temporary.folder, 'floor');
    let standing: Awaited<ReturnType<typeof openStandingLab>>;
    let demo: Demo;

    beforeAll(async () => {
      const labFolder = join(temporary.folder, 'lab');
      standing = await openStandingLab({
        folder: labFolder,
        seed: 1,
        twoNodes: false,
        clock: realClock,
        say: () => undefined,
      });
      demo = await startDemo(folder, ['--telephony', 'asterisk', '--asterisk', standing.optionsFile]);
    });
    afterAll(async () => {
      await demo?.stop();
      await standing?.close();
    });

    const rows = () =>
      query<Row>(folder, 'select id, state, agent_id as agentId, detail from incoming_calls order by seq');
    const talking = async () =>
      (await demo.client.call('calls')).flatMap(({ agentId, callId, direction, number, state }) =>
        direction === 'inbound' && (state === 'connected' || state === 'held') && agentId !== null
          ? [{ callId, agentId, number }]
          : [],
      );

    it('GT-4: their agents have them in hand again, they hear each other, and each call is told to its end', async () => {
      const { asterisk, carrier } = standing.lab;
      const before = await until('two callers talk with agents', async () => {
        // Who was missed while the campaigns were being set up, or nobody was at work yet, calls again.
        for (const [i, to] of CALLED.entries()) {
          const from = `+3319930000${i}`;
          if (carrier.callFrom(from) !== null) continue;
          carrier.call({ from, to, sound: SOUND, givesUpAfterMs: null, remotePort: asterisk.settings.sipPort });
        }
        const now = await talking();
        return now.length >= 2 ? now : null;
      });
      process.kill(demo.enginePid(), 'SIGKILL');
      const back = await until('another engine has them in hand', async () => {
        const epochs = query(folder, 'select epoch from epochs');
        const now = epochs.length < 2 ? [] : await talking();
        // An agent may have ended one in the meantime.
        const same = before.filter(({ callId }) => now.some((call) => call.callId === callId));
        return same.length > 0 ? same : null;
      });
      for (const { callId, agentId } of back) {
        expect(rows().find(({ id }) => id === callId)).toMatchObject({ agentId });
      }
      for (const { number } of back) {
        const caller = carrier.callFrom(number);
        const heard = caller?.ear.frames ?? 0;
        await until('the caller hears the agent', () =>
          caller === null || caller.state === 'ended' || caller.ear.frames > heard + 50 ? true : null,
        );
        caller?.hangUp();
      }
      const over = await until('their calls are over', () => {
        const known = rows().filter(({ id }) => back.some(({ callId }) => callId === id));
        return known.every(({ state }) => state === 'ended') ? known : null;
      });
      for (const { id, agentId, detail } of over) {
        expect(detail, id).toMatch(/^the (caller|agent) hung up$/);
        expect(agentId, id).toBe(back.find(({ callId }) => callId === id)?.agentId);
      }
    });
  },
);
