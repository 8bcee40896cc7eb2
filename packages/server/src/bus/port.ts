/** The server's side of the bus, as the HTTP side sees it: commands out; agents, pictures and the engine's health in. */
import type {
  AgentId,
  AgentMirror,
  Clock,
  Command,
  CommandResult,
  Configuration,
  EngineEpoch,
  IdSource,
  LivePicture,
  MonitorTick,
} from '@outdial/shared';
import type { Store } from '../store/port.ts';

/** Where campaigns, rules and packs come from; each campaign carries its run state. */
export interface ConfigurationSource {
  current(): Configuration;
  /** Called after every change, run states included; answers how to stop listening. */
  onChange(listener: () => void): () => void;
}

export interface BusLog {
  info(fields: Readonly<Record<string, unknown>>, sentence: string): void;
  warn(fields: Readonly<Record<string, unknown>>, sentence: string): void;
}

export interface BusOptions {
  /** `ipc://…` or loopback `tcp://…`; anything else is refused. */
  controlEndpoint: string;
  liveEndpoint: string;
  store: Store;
  configuration: ConfigurationSource;
  clock: Clock;
  ids: IdSource;
  log?: BusLog;
  /** 500 */
  heartbeatMs?: number;
  /** An engine that is silent for so long is lost; 1,500. */
  engineLostMs?: number;
  /** 3,000 */
  commandTimeoutMs?: number;
  /** How long a leased record is kept for the engine; 120,000. */
  leaseMs?: number;
}

export type EngineStatus =
  | { state: 'connected'; epoch: EngineEpoch; telephony: string; pid: number; sinceMs: number }
  | { state: 'lost'; sinceMs: number };

export type Unsubscribe = () => void;

export interface Bus {
  engine(): EngineStatus;
  /** The mirror: what the engine last said of every agent. */
  agents(): ReadonlyMap<AgentId, AgentMirror>;
  /** The newest live picture; null where none came from the engine that is connected. */
  picture(): LivePicture | null;
  /**
   * Never rejects: no engine is `engine-lost`, no answer in time `engine-timeout`, and what the engine refuses carries
   * its code (a key of PROBLEMS).
   */
  command(command: Command, options?: { expectedVersion?: number; timeoutMs?: number }): Promise<CommandResult>;
  /** The agents that changed; the mirror holds them already. */
  onAgents(listener: (changed: readonly AgentMirror[]) => void): Unsubscribe;
  onPicture(listener: (picture: LivePicture) => void): Unsubscribe;
  onEngine(listener: (status: EngineStatus) => void): Unsubscribe;
  /** The ticks of one monitored call. */
  onMonitor(monitorId: string, listener: (tick: MonitorTick) => void): Unsubscribe;
  /** OUT-8: nobody may call them once more who had them as their last contact, at this engine or the next. */
  forgetLast(person: { numbers: readonly string[]; contactIds: readonly string[] }): Promise<void>;
  /** Closes both sockets; commands under way are answered `engine-lost`. */
  close(): Promise<void>;
}
