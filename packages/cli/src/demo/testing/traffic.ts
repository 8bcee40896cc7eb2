/** Calls for a fake floor: ready agents get one after a while, accepted ones are connected, contacts hang up. */
import { type Clock, every, type Random, type Timer } from '@outdial/shared';
import type { FakeServer } from '../../../../agent/src/testing/fake-server.ts';

export interface Traffic {
  delivered: number;
  stop(): void;
}

export function traffic(server: FakeServer, clock: Clock, random: Random): Traffic {
  const told = { delivered: 0 };
  const tick = (): void => {
    if (server.engine === 'lost') return;
    for (const agent of server.agents()) {
      const { kind } = agent.presence;
      const joined = server.campaigns.filter((one) => one.state === 'running' && agent.joined.has(one.campaignId));
      const campaign = joined[random.below(Math.max(1, joined.length))];
      if (kind === 'ready' && campaign !== undefined && random.chance(0.3)) {
        told.delivered += 1;
        const contactId = `contact-${told.delivered}`;
        agent.deliver(campaign.campaignId, { contactId, name: contactId, number: '+33199001234', fields: {} });
      } else if (kind === 'connecting') agent.connected();
      else if ((kind === 'talking' || kind === 'held') && random.chance(0.03)) agent.callOver();
    }
  };
  const timer: Timer = every(clock, 1_000, tick);
  return {
    get delivered() {
      return told.delivered;
    },
    stop: () => timer.cancel(),
  };
}
