/** New contacts in a list: running campaigns that were told there is nothing left need not wait to ask again. */
import type { ListId } from '@outdial/shared';
import type { Bus, ConfigurationSource } from './port.ts';

/** Says `running` once more to each running campaign of the list (null: to all): the engine then asks for records anew. */
export const restocker =
  (bus: Pick<Bus, 'command'>, configuration: ConfigurationSource) =>
  (listId: ListId | null): void => {
    for (const { id, state, listIds } of configuration.current().campaigns) {
      if (state !== 'running' || (listId !== null && !listIds.includes(listId))) continue;
      // Without an engine there is nobody to tell, and the next one asks by itself.
      void bus.command({ type: 'campaign.state', campaignId: id, state });
    }
  };
