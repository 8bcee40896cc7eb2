/** An agent at work over HTTP, in one line a step. */
import { type AgentView, ApiError, type Campaign, type Client, type Interaction } from '@outdial/shared';
import { expect } from 'vitest';
import { until } from './program.ts';

type Awaited = Interaction['state'] | AgentView['presence']['kind'];

export class AtWork {
  readonly client: Client;
  /** Notices of the agent's stream, in words. */
  readonly notices: { kind: string; text: string; offers?: string }[] = [];
  readonly #leave = new AbortController();

  constructor(client: Client) {
    this.client = client;
  }

  async begin(): Promise<void> {
    await this.client.call('agentLogIn', { body: {} });
    await this.ready();
    void this.#follow().catch(() => undefined);
    await until('the stream is followed', () => (this.#following ? true : null));
  }

  #following = false;
  async #follow(): Promise<void> {
    for await (const { event, data } of this.client.stream('agentEvents', { signal: this.#leave.signal })) {
      this.#following = true;
      if (event === 'notice') this.notices.push(data as { kind: string; text: string });
    }
  }

  end(): void {
    this.#leave.abort();
  }

  view = (): Promise<AgentView> => this.client.call('agentView');
  ready = (): Promise<AgentView> => this.client.call('agentReady', { body: {} });
  join = ({ id }: Campaign): Promise<AgentView> =>
    this.client.call('agentJoin', { params: { campaignId: id }, body: {} });
  getRecord = ({ id }: Campaign): Promise<AgentView> =>
    this.client.call('getRecord', { params: { campaignId: id }, body: {} });

  /** What is in hand, once it (or the agent) is in the state. */
  async until(state: Awaited, holds: (view: AgentView) => boolean = () => true): Promise<AgentView> {
    let last: AgentView | null = null;
    try {
      return await until(
        `the agent is ${state}`,
        async () => {
          last = await this.view();
          const there = (last.interaction?.state ?? last.presence.kind) === state && holds(last);
          return there ? last : null;
        },
        60_000,
      );
    } catch (cause) {
      throw new Error(`not ${state}: ${JSON.stringify(last)}`, { cause });
    }
  }

  async inHand(): Promise<{ interactionId: string }> {
    const { interaction } = await this.view();
    if (interaction === null) throw new Error('nothing is in hand');
    return { interactionId: interaction.interactionId };
  }

  async act(name: 'accept' | 'reject' | 'hold' | 'resume' | 'hangUp'): Promise<AgentView> {
    return this.client.call(name, { params: await this.inHand(), body: {} });
  }

  async call(body: { number?: string; callerId?: string } = {}): Promise<AgentView> {
    return this.client.call('call', { params: await this.inHand(), body });
  }

  async redial(): Promise<AgentView> {
    return this.client.call('redial', { params: await this.inHand(), body: {} });
  }

  async decline(how: 'later' | 'do-not-call', stop = false): Promise<AgentView> {
    return this.client.call('decline', { params: await this.inHand(), body: { how, stop } });
  }

  async done(stop = false): Promise<AgentView> {
    return this.client.call('done', { params: await this.inHand(), body: { stop } });
  }

  /** Ends the call as soon as somebody is there, and wraps it up. */
  async finishTheCall(): Promise<void> {
    await this.until('talking');
    await this.act('hangUp');
    await this.until('wrap-up');
    await this.client.call('wrapUp', { params: await this.inHand(), body: { code: 'sale', notes: '' } });
    await this.done();
  }

  async #schedule({ atMs, personal }: { atMs: number; personal: boolean }): Promise<void> {
    const params = await this.inHand();
    const schedule = (whenMs: number) => {
      const [date = '', time = ''] = new Date(whenMs).toISOString().split('T');
      const body = { date, time: time.slice(0, 8), timeZone: 'UTC', personal };
      return this.client.call('scheduleCallback', { params, body });
    };
    expect(await refusalOf(schedule(atMs - 3_600_000))).toBe('callback-invalid');
    expect(await refusalOf(this.done())).toBe('callback-invalid');
    const { interaction } = await schedule(atMs);
    expect(interaction?.callback).toMatchObject({ state: 'scheduled', personal, dueAtMs: atMs, reasons: [] });
  }

  /**
   * The controls of a connected call, its end, and its wrap-up, in which the code is asked for (BP-8, BP-9, WX-11). With
   * `callBackAtMs` a callback is scheduled too, in the past at first: that keeps the interaction from being done (GW-18).
   */
  async workTheCall(notes: string, callBack?: { atMs: number; personal: boolean }): Promise<string> {
    const talking = await this.until('talking');
    const { attemptId = '', contactName, origin } = talking.interaction ?? {};
    expect(origin).toBe(`outbound campaign call to ${contactName}`);
    await this.act('hold');
    expect(await refusalOf(this.act('hangUp'))).toBe('call-on-hold');
    await this.act('resume');
    await this.act('hangUp');
    await this.until('wrap-up');
    expect(await refusalOf(this.done())).toBe('wrap-up-code-required');
    await this.client.call('wrapUp', { params: await this.inHand(), body: { code: 'sale', notes } });
    if (callBack !== undefined) await this.#schedule(callBack);
    return attemptId ?? '';
  }
}

/** The code of the problem that a request was answered with. */
export async function refusalOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof ApiError) return error.code;
    throw error;
  }
  return 'served';
}
