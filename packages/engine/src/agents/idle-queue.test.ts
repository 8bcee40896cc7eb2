import fc from 'fast-check';
import { expect, it } from 'vitest';
import { agentId } from '../testing/floor.ts';
import { Agent } from './agent.ts';
import { IdleQueue } from './idle-queue.ts';

it('BP-4: the first is always the one with the least order, whoever comes and goes', () => {
  const step = fc.record({ leaves: fc.boolean(), who: fc.nat({ max: 30 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const queue = new IdleQueue();
      const standing = new Map<number, Agent>();
      let order = 0;
      for (const { leaves, who } of steps) {
        const known = standing.get(who);
        if (leaves && known !== undefined) {
          queue.remove(known);
          standing.delete(who);
        } else if (known === undefined) {
          const agent = new Agent({ agentId: agentId(String(who)), name: '', phone: '' }, 0);
          agent.idleOrder = (order++ * 7_919) % 1_000;
          standing.set(who, agent);
          queue.add(agent);
        }
        const least = [...standing.values()].reduce((a, b) => Math.min(a, b.idleOrder), Number.POSITIVE_INFINITY);
        expect(queue.size).toBe(standing.size);
        expect(queue.first()?.idleOrder ?? Number.POSITIVE_INFINITY).toBe(least);
      }
    }),
  );
});
