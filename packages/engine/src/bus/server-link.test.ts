import {
  type CallId,
  type Campaign,
  type EngineEpoch,
  type EngineMessage,
  type Fact,
  type ServerMessage,
  VirtualClock,
} from '@outdial/shared';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../engine.ts';
import { agentId, campaignId, campaignOf } from '../testing/floor.ts';
import { ServerLink } from './server-link.ts';

const epoch = 'epoch-1' as EngineEpoch;
const MAIN = campaignId('main');

/** What the link asks of an engine, written down. */
class EngineDouble {
  readonly heard: string[] = [];
  configure({ campaigns }: { campaigns: readonly Campaign[] }): void {
    this.heard.push(`configure ${campaigns.length}`);
  }
  command({ type }: { type: string }) {
    this.heard.push(type);
    return { ok: true } as const;
  }
  agents() {
    return [];
  }
  serverLost(): void {
    this.heard.push('lost');
  }
  serverBack(): void {
    this.heard.push('back');
  }
  restored(): void {
    this.heard.push('restored');
  }
}

let clock: VirtualClock;
let sent: EngineMessage[];
let engine: EngineDouble;
let link: ServerLink;

const welcome = (): ServerMessage => ({
  ...{ type: 'welcome', protocol: 1, epoch, configuration: { campaigns: [campaignOf({ id: MAIN })] } },
  restore: [
    { type: 'agent.log-in', seat: { agentId: agentId('ada'), name: 'Ada', phone: 'p' }, joined: [], restore: 'ready' },
  ],
});
const answered = (n: number) => ({ type: 'answered', attemptId: `a${n}`, ringMs: 1 }) as never;
const factsSent = (): Fact[] => sent.flatMap((message) => (message.type === 'facts' ? message.facts : []));
const typesSent = (): string[] => sent.map(({ type }) => type);

beforeEach(() => {
  clock = new VirtualClock();
  sent = [];
  engine = new EngineDouble();
  link = new ServerLink({ clock, epoch, telephony: 'simulated', pid: 1, send: (message) => sent.push(message) });
  link.attach(engine as unknown as Engine);
});

describe('the link to the server', () => {
  it('says hello until it is welcomed, takes the configuration and the agents to restore, then goes on', () => {
    clock.advance(1_100);
    expect(typesSent()).toEqual(['hello', 'hello', 'hello']);
    link.receive(welcome());
    expect(engine.heard).toEqual(['lost', 'configure 1', 'agent.log-in', 'restored', 'back']);
    sent.length = 0;
    clock.advance(500);
    expect(typesSent()).toEqual(['heartbeat']);
  });

  it('tells what its earlier life left up until it is welcomed, and no longer', () => {
    const left = [{ callId: 'c1' as never, attemptId: 'a1' as never, agentId: null }];
    link.attach(engine as unknown as Engine, left);
    expect(sent.at(-1)).toMatchObject({ type: 'hello', left });
    link.receive(welcome());
    clock.advance(3_000);
    expect(sent.at(-1)).toMatchObject({ type: 'hello' });
    expect(sent.at(-1)).not.toHaveProperty('left');
  });

  it('keeps facts until they are acknowledged, and sends them again after a reconnect, in order', () => {
    link.receive(welcome());
    for (const n of [1, 2, 3]) link.fact(answered(n));
    expect(factsSent().map(({ seq }) => seq)).toEqual([1, 2, 3]);
    link.receive({ type: 'ack', epoch, seq: 1 });
    clock.advance(2_500);
    expect(engine.heard.at(-1)).toBe('lost');
    link.fact(answered(4));
    sent.length = 0;
    link.receive(welcome());
    expect(factsSent().map(({ seq }) => seq)).toEqual([2, 3, 4]);
    link.receive({ type: 'ack', epoch, seq: 4 });
    expect(link.unacknowledged).toBe(0);
  });

  it('sends facts again that are not acknowledged in time, without a reconnect', () => {
    link.receive(welcome());
    link.fact(answered(1));
    for (let beat = 0; beat < 8; beat++) {
      clock.advance(500);
      link.receive({ type: 'heartbeat', atMs: clock.nowMs() });
    }
    expect(factsSent().map(({ seq }) => seq)).toEqual([1, 1]);
  });

  it('a server that is silent for two seconds is lost, and every question is answered by null', () => {
    link.receive(welcome());
    const answers: unknown[] = [];
    link.intend([], (answer) => answers.push(answer));
    link.lease(MAIN, 5, (answer) => answers.push(answer));
    clock.advance(2_000);
    expect(answers).toEqual([null, null]);
    expect(link.connected).toBe(false);
    link.intend([], (answer) => answers.push(answer));
    expect(answers).toHaveLength(3);
    expect(typesSent().at(-1)).toBe('hello');
  });

  it('answers go to their questions; what comes after the time-out is dropped', () => {
    link.receive(welcome());
    const answers: unknown[] = [];
    link.intend([], (answer) => answers.push(answer));
    const asked = sent.find((message) => message.type === 'intent.batch');
    if (asked?.type !== 'intent.batch') throw new Error('nothing asked');
    link.receive({ type: 'intent.answers', id: asked.id + 1, answers: [] });
    link.receive({ type: 'intent.answers', id: asked.id, answers: [] });
    link.receive({ type: 'intent.answers', id: asked.id, answers: [] });
    expect(answers).toEqual([[]]);
  });

  it('what a command changed reaches the server before its result', () => {
    link.receive(welcome());
    sent.length = 0;
    engine.command = ({ type }) => {
      link.fact({ type: 'wrapped-up' } as never);
      return { ok: true, type } as never;
    };
    link.receive({ type: 'command', id: 'c1', command: { type: 'call.hang-up', callId: 'x' as CallId } });
    expect(typesSent()).toEqual(['facts', 'command.result']);
  });

  it('of many changes of one agent within a moment the newest is sent', () => {
    link.receive(welcome());
    sent.length = 0;
    for (const version of [1, 2, 3]) link.agent({ agentId: agentId('ada'), version } as never);
    clock.advance(2);
    expect(sent).toMatchObject([{ type: 'agents', agents: [{ version: 3 }] }]);
  });
});
