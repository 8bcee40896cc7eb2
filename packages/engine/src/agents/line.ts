/** What stands beside a conversation on the agent's screen: changed here, told at once. */
import { type LinePicture, QUIET_LINE } from '@outdial/shared';
import type { Agent } from './agent.ts';
import type { Floor } from './floor.ts';

export function changeLine(floor: Floor, agent: Agent, change: Partial<LinePicture>): void {
  const { interaction } = agent;
  if (interaction === null) return;
  const before = interaction.picture.line ?? QUIET_LINE;
  interaction.picture = { ...interaction.picture, line: { ...before, ...change } };
  floor.show(agent);
}
