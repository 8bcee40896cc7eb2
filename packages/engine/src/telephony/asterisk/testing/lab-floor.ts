/** A whole engine on the lab: agents who hang up after a while and wrap up at once, contacts in memory, ends kept. */
import {
  type AgentId,
  type AgentMirror,
  type AttemptId,
  type Campaign,
  type CampaignId,
  type E164,
  type EngineEpoch,
  type FactBody,
  newId,
  realClock,
  seededRandom,
  zCampaign,
} from '@outdial/shared';
import { createEngine, type Engine } from '../../../engine.ts';
import { MemoryRecords } from '../../../loadtest/memory-records.ts';
import { createInlineScreening } from '../../../screening/index.ts';
import { createInlinePacing } from '../../../workers/index.ts';
import type { Lab } from '../../lab/lab.ts';
import { AsteriskTelephony } from '../asterisk-telephony.ts';
import type { AsteriskOptions } from '../options.ts';

const CAMPAIGN = 'lab' as CampaignId;
const WRAP_UP_MS = 200;

export interface LabFloorOptions {
  readonly lab: Lab;
  readonly contacts: number;
  readonly agents: number;
  /** How long an agent talks before hanging up. */
  readonly talkMs: number;
  readonly campaign?: Partial<Campaign>;
  readonly telephony?: Partial<AsteriskOptions>;
  readonly onConnected?: (number: E164, agentId: AgentId) => void;
}

export type Ended = Extract<FactBody, { type: 'ended' }> & { readonly number: E164 };

export interface LabFloor {
  readonly engine: Engine;
  readonly telephony: AsteriskTelephony;
  readonly ends: ReadonlyMap<AttemptId, Ended>;
  readonly agents: readonly AgentId[];
  connected(): number;
  close(): Promise<void>;
}

export async function openLabFloor(options: LabFloorOptions): Promise<LabFloor> {
  const { agents: count, contacts, lab, onConnected, talkMs } = options;
  const telephony = new AsteriskTelephony({ options: { ...lab.telephony, ...options.telephony }, clock: realClock });
  await telephony.ready;
  const numbers = new Map<AttemptId, E164>();
  const ends = new Map<AttemptId, Ended>();
  let connected = 0;
  const numberOf = (attemptId: AttemptId): E164 => numbers.get(attemptId) ?? ('' as E164);
  const sink = {
    fact(body: FactBody): void {
      if (body.type === 'ended') ends.set(body.attemptId, { ...body, number: numberOf(body.attemptId) });
      if (body.type !== 'connected') return;
      connected += 1;
      const { agentId, attemptId, interactionId } = body;
      onConnected?.(numberOf(attemptId), agentId);
      realClock.after(talkMs, () => engine.command({ type: 'interaction.hang-up', agentId, interactionId }));
    },
    agent({ agentId, presence }: AgentMirror): void {
      if (presence.kind !== 'wrap-up') return;
      const { interactionId } = presence;
      realClock.after(WRAP_UP_MS, () => engine.command({ type: 'interaction.done', agentId, interactionId }));
    },
    monitor: () => undefined,
  };
  const engine: Engine = createEngine({
    ...{ clock: realClock, random: seededRandom(1), ids: newId, telephony, sink },
    ...{ screening: createInlineScreening(), pacing: createInlinePacing(), epoch: 'lab' as EngineEpoch },
    records: new MemoryRecords({
      ...{ clock: realClock, contacts },
      onGranted: ({ attemptId, number }) => numbers.set(attemptId, number),
    }),
  });
  const agents = Array.from({ length: count }, (_, i) => `agent-${i}` as AgentId);
  engine.configure({
    campaigns: [
      zCampaign.parse({
        ...{ id: CAMPAIGN, name: 'Lab', mode: 'power', state: 'running', agentIds: agents },
        ...{ callerIds: [{ number: '+33199000000' }], wrapUpCodes: [{ code: 'sale', label: 'Sale' }] },
        ...{ pacing: { linesPerAgent: 2 }, ringTimeoutMs: 6_000 },
        detection: { enabled: true, onMachine: 'hang-up', maxScreeningMs: 8_000 },
        ...options.campaign,
      }),
    ],
  });
  for (const agentId of agents) {
    engine.command({ type: 'agent.log-in', seat: { agentId, name: agentId, phone: agentId }, joined: [CAMPAIGN] });
    engine.command({ type: 'agent.ready', agentId });
  }
  return {
    ...{ engine, telephony, ends, agents },
    connected: () => connected,
    async close() {
      engine.close();
      telephony.close();
      await telephony.gone;
    },
  };
}
