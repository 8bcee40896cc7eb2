/** The demo on a floor that is up: its users, lists and campaigns, and agents at work. */
import { join } from 'node:path';
import { type Client, type Clock, seededRandom } from '@outdial/shared';
import { startSimulatedAgents } from './agents/start-simulated-agents.ts';
import { DEMO_AGENTS } from './credentials.ts';
import { seedDemo } from './seed.ts';

export interface StartDemoOptions {
  floor: { url: string; client: Client };
  data: { folder: string };
  seed: number;
  clock: Clock;
  /** Words for people. */
  say: (words: string) => void;
}

export async function startDemo({
  floor,
  data,
  seed,
  clock,
  say,
}: StartDemoOptions): Promise<{ stop(graceMs?: number): Promise<void> }> {
  const credentialsFile = join(data.folder, 'demo-credentials.json');
  const listFile = join(data.folder, 'demo-contacts.csv');
  const { credentials } = await seedDemo(floor.client, { credentialsFile, listFile, say });
  say(
    `To take calls yourself: npx outdial agent --user ${credentials.person.username}, password in ${credentialsFile}`,
  );
  const agents = startSimulatedAgents({
    count: DEMO_AGENTS,
    credentials: credentials.agents,
    baseUrl: floor.url,
    random: seededRandom(seed).stream('simulated-agents'),
    clock,
  });
  return { stop: (graceMs) => agents.stop(graceMs) };
}
