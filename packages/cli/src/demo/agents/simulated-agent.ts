/** One simulated agent: follows its view like a person follows the screen, and does what it planned for the situation. */
import { type AgentClient, createAgentClient } from '@outdial/agent';
import { type AgentState, ApiError, type Clock, every, type Random, type Timer } from '@outdial/shared';
import type { DemoLogIn } from '../credentials.ts';
import { between } from './habits.ts';
import { newMemory, planFor, type SimulatedDeed, type Step, situationOf } from './plan.ts';

export interface SimulatedAgentOptions {
  logIn: DemoLogIn;
  baseUrl: string;
  clock: Clock;
  random: Random;
  fetch?: typeof fetch;
}

const WATCH_EVERY_MS = 5_000;
/** How long after server or engine came back a changed state counts as their doing. */
const TROUBLE_MS = 30_000;

export class SimulatedAgent {
  readonly #options: SimulatedAgentOptions;
  readonly #memory = newMemory();
  #client: AgentClient | null = null;
  #situation: string | null = null;
  #state: AgentState | null = null;
  #steps: Step[] = [];
  #timer: Timer | null = null;
  /** A deed is being answered. */
  #busy = false;
  #stopped = false;
  #troubleUntilMs = Number.NEGATIVE_INFINITY;
  readonly #watch: Timer;

  constructor(options: SimulatedAgentOptions) {
    this.#options = options;
    this.#watch = every(options.clock, WATCH_EVERY_MS, () => this.#lookAround());
    this.#arm(between(options.random, 0, 1_500), () => this.#begin());
  }

  get state(): AgentState | null {
    return this.#state;
  }

  /** Ends work where the server still answers, and goes. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#watch.cancel();
    this.#timer?.cancel();
    const client = this.#client;
    if (client === null) return;
    if (client.link.kind === 'open' && this.#state !== 'logged-out') await client.logOut().catch(() => undefined);
    await client.close();
  }

  #arm(inMs: number, action: () => Promise<void>): void {
    this.#timer?.cancel();
    this.#timer = this.#options.clock.after(inMs, () => {
      this.#timer = null;
      this.#busy = true;
      action().then(
        () => this.#after(),
        (cause: unknown) => this.#afterFailure(cause),
      );
    });
  }

  /** A new client: at the start, and when the server shut the old one out. */
  async #begin(): Promise<void> {
    const { logIn, baseUrl, clock, random, fetch } = this.#options;
    await this.#client?.close();
    const client = createAgentClient({
      baseUrl,
      clock,
      random: random.stream('client'),
      username: logIn.username,
      password: logIn.password,
      ...(fetch === undefined ? {} : { fetch }),
    });
    this.#client = client;
    client.subscribe((event) => {
      if (event.type === 'view') this.#look();
      const lost = event.type === 'link' && event.link.kind === 'lost';
      if (event.type === 'engine' || lost) this.#troubleUntilMs = clock.nowMs() + TROUBLE_MS;
    });
    await client.connect();
  }

  /** Compares what is with what was planned for; plans anew where the situation is another. */
  #look(): void {
    const view = this.#client?.view ?? null;
    if (view === null || this.#stopped) return;
    const situation = situationOf(view, this.#memory);
    if (situation === this.#situation) return;
    if (view.presence.kind !== this.#state) this.#memory.before = this.#state;
    this.#state = view.presence.kind;
    if (this.#state === 'ready') this.#memory.breakReason = null;
    this.#situation = situation;
    this.#memory.trouble = this.#options.clock.nowMs() < this.#troubleUntilMs;
    this.#steps = planFor(view, this.#memory, this.#options.random);
    if (!this.#busy) this.#next();
  }

  #next(): void {
    this.#timer?.cancel();
    this.#timer = null;
    const [step] = this.#steps;
    if (step === undefined || this.#stopped) return;
    this.#arm(step.inMs, async () => {
      this.#steps.shift();
      await this.#perform(step.deed);
    });
  }

  async #perform(deed: SimulatedDeed): Promise<void> {
    const client = this.#client;
    if (client === null) return;
    switch (deed.kind) {
      case 'log-in':
        await client.logIn();
        return;
      case 'not-ready':
        await client.notReady(deed.reason);
        return;
      case 'join':
        await client.join(deed.campaignId).catch((cause: unknown) => {
          if (!(cause instanceof ApiError) || (cause.status !== 403 && cause.status !== 404)) throw cause;
          this.#memory.refused = new Set([...this.#memory.refused, deed.campaignId]);
        });
        return;
      case 'wrap-up':
        await client.wrapUp({ code: deed.code, notes: deed.notes });
        return;
      case 'hang-up':
        await client.hangUp();
        return;
      default:
        await client[deed.kind]();
    }
  }

  #after(): void {
    this.#busy = false;
    this.#look();
    this.#next();
  }

  /** Whatever was wrong: look again at what is, and plan from there. */
  #afterFailure(_: unknown): void {
    if (this.#stopped) return;
    this.#situation = null;
    this.#steps = [];
    this.#busy = false;
    const inMs = between(this.#options.random, 500, 2_500);
    this.#arm(inMs, async () => {
      if (this.#client === null || this.#client.link.kind === 'logged-off') await this.#begin();
      else await this.#client.connect();
      this.#situation = null;
    });
  }

  /** The watchdog: nothing planned and nothing under way in a state that asks for a deed means that something was missed. */
  #lookAround(): void {
    if (this.#stopped || this.#busy || this.#timer !== null) return;
    const client = this.#client;
    const waiting = this.#state === 'ready' || this.#state === 'reserved' || this.#state === 'connecting';
    const following = client !== null && (client.link.kind === 'open' || client.link.kind === 'connecting');
    if (waiting && following && client.view?.presence.kind === this.#state) return;
    if (client?.link.kind === 'lost') return;
    this.#afterFailure(null);
  }
}
