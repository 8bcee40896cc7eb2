/** The typed client library for agent software. */
export type {
  AgentClient,
  AgentClientEvent,
  AgentClientOptions,
  CallbackDraft,
  CallChoice,
  Colleague,
  TransferTo,
} from './agent-client.ts';
export { createAgentClient } from './create-agent-client.ts';
export type { Link } from './follow-events.ts';
