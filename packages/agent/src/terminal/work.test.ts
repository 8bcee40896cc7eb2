import { seededRandom, VirtualClock } from '@outdial/shared';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type AgentClient, createAgentClient } from '../client/index.ts';
import type { FakeServer } from '../testing/fake-server.ts';
import { CTRL_C, ENTER, ESC, FakeTerminal, TAB } from '../testing/fake-terminal.ts';
import { fakeWork, GUIDE } from '../testing/fake-work.ts';
import { ANNA, BASE_URL, fakeFloor, RENEWALS, SURVEY, settle, ZOE } from '../testing/floor.ts';
import { readAnswer } from './guide-words.ts';
import { readCallback } from './lines/work-commands.ts';
import { runScreen } from './run-screen.tsx';

const running: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of running.splice(0)) await end();
});

/** Thursday, 1 October 2026, noon UTC. */
const NOON_MS = Date.UTC(2026, 9, 1, 12);

/** Anna talks with Zoé, on a terminal of 80 by 24. */
async function talking(more: object = {}, campaign = SURVEY) {
  const clock = new VirtualClock(NOON_MS);
  const server: FakeServer = fakeFloor(
    clock,
    fakeWork(() => server),
  );
  const terminal = new FakeTerminal();
  const client: AgentClient = createAgentClient({
    ...{ baseUrl: BASE_URL, clock, username: ANNA.username, password: ANNA.password },
    ...{ fetch: server.fetch, random: seededRandom(1) },
  });
  await client.logIn();
  const left = runScreen({
    ...{ baseUrl: BASE_URL, stdin: terminal.stdin, stdout: terminal.stdout, clock, debug: true },
    start: { client, username: ANNA.username, error: null },
    logIn: async () => client,
  });
  running.push(async () => {
    await terminal.press(ESC, CTRL_C, CTRL_C);
    await left;
    await client.close();
  });
  await settle();
  await terminal.press('j', 'r');
  const agent = server.agent(ANNA.id);
  agent.deliver(campaign, ZOE);
  agent.interaction = { ...agent.inHand(), ...more };
  agent.touch();
  await settle();
  return { clock, server, terminal, agent };
}

describe('the work beside the call, at 80x24', () => {
  it('GW-13, GW-15: b opens the callback window; date, time, zone, number, by whom, notes; what was kept is shown', async () => {
    const { terminal, agent } = await talking();
    await terminal.press('b');
    await terminal.type('14:30');
    await terminal.press(TAB);
    await terminal.type('Europe/Paris');
    await terminal.press(TAB, TAB, ' ', TAB);
    await terminal.type('ask for Zoé');
    await expect(terminal.frame()).toMatchFileSnapshot('golden/callback-window.txt');
    await terminal.press(ENTER);
    expect(agent.inHand().callback).toMatchObject({
      ...{ date: '2026-10-01', time: '14:30', timeZone: 'Europe/Paris', personal: true, notes: 'ask for Zoé' },
      state: 'scheduled',
    });
    expect(terminal.frame()).toContain('Callback 2026-10-01 14:30 (Europe/Paris), +33 1 99 00 12 34, by me');
    await expect(terminal.frame()).toMatchFileSnapshot('golden/callback-kept.txt');
  });

  it('GW-18: refused, the window stays open to be corrected; Done says why, until the callback is right or cancelled', async () => {
    const { terminal, agent } = await talking();
    await terminal.press('e', '1', 'b');
    await terminal.type('9:00');
    await terminal.press(ENTER);
    expect(terminal.frame()).toContain('Change the callback');
    expect(terminal.frame()).toContain('that is in the past');
    await terminal.press(ESC);
    // A lone Escape is told from the beginning of another key by what does not follow.
    await vi.waitFor(() => expect(terminal.frame()).not.toContain('Change the callback'), 15_000);
    await terminal.press('d');
    expect(terminal.frame()).toContain('✗ The callback cannot be called: that is in the past.');
    expect(agent.interaction).not.toBeNull();
    await terminal.press('B');
    expect(agent.inHand().callback).toBeNull();
    await terminal.press('d');
    expect(agent.interaction).toBeNull();
  });

  it('GW-13: Enter without a time or with half a date says what to write, and nothing is sent; Esc takes the words away', async () => {
    const { terminal, agent } = await talking();
    await terminal.press('b');
    expect(terminal.frame()).toContain('when? as in 14:30');
    await terminal.press(ENTER);
    expect(terminal.frame()).toContain('✗ Time: at what time? Write it as in 14:30.');
    await terminal.type('14:30');
    await terminal.press('\u001b[A', '\u007f', ENTER);
    expect(terminal.frame()).toContain('✗ Date: on which day? Write it as in 2026-12-31.');
    await terminal.press(ESC);
    await vi.waitFor(() => expect(terminal.frame()).not.toContain('Schedule a callback'), 15_000);
    expect(terminal.frame()).not.toContain('✗');
    expect(agent.inHand().callback).toBeNull();
  });

  it('GW-16: B cancels what was scheduled, and says so where there is nothing', async () => {
    const { terminal, agent } = await talking();
    await terminal.press('B');
    expect(terminal.frame()).toContain('✗ No callback is scheduled on this interaction.');
    await terminal.press('b');
    await terminal.type('18:00');
    await terminal.press(ENTER, 'B');
    expect(terminal.frame()).toContain('✓ The callback is cancelled.');
    expect(agent.inHand().callback).toBeNull();
  });

  it('GW-11, OUT-4: f adds to the case, which stands among the fields with what was tried before', async () => {
    const history = [
      {
        ...{ attemptId: 'a', atMs: Date.UTC(2026, 8, 30, 9, 5), campaignName: 'Renewals', number: ZOE.number },
        ...{ outcome: 'no-answer', liveEnd: null, agentName: null, talkMs: null, wrapUpCode: 'no-answer', notes: null },
      },
    ];
    const { terminal, agent } = await talking({ history });
    await terminal.press('f');
    await terminal.type('Contract A-17');
    await terminal.press(ENTER);
    expect(terminal.frame()).toContain('✗ Write a name, a colon and a value');
    await terminal.press('f');
    await terminal.type('Contract: A-17');
    await terminal.press(ENTER);
    expect(agent.inHand().caseInformation).toMatchObject([{ name: 'Contract', value: 'A-17' }]);
    await expect(terminal.frame()).toMatchFileSnapshot('golden/case-and-history.txt');
  });

  it('OUT-4: the last attempt stands in the alert; y tells the day and when the next call comes', async () => {
    const past = {
      ...{ attemptId: 'a', atMs: NOON_MS - 86_400_000, campaignName: 'Renewals', number: ZOE.number, outcome: 'live' },
      ...{ liveEnd: 'connected', agentName: 'Boris Roux', talkMs: 125_000, wrapUpCode: 'call-back', notes: 'at noon' },
    };
    const { terminal } = await talking({ history: [past] }, RENEWALS);
    expect(terminal.frame()).toContain('Before     2026-09-30 12:00  talked 2:05 · Boris Roux · call-back');
    await terminal.press('x', 'y');
    expect(terminal.frame().replace(/\s+/g, ' ')).toContain(
      'Today 12 calls, talk 30:00, wrap-up 4:00, ready 10:00. 1 of your callbacks due. Next call in about 0:20.',
    );
  });

  it('WX-7: u asks the guide’s questions one after the other, back steps back, what is no answer is asked again', async () => {
    const guide = { guide: GUIDE, steps: [], openQuestionId: 'renew' };
    const { terminal, agent } = await talking({ guide });
    await terminal.press('u');
    await expect(terminal.frame()).toMatchFileSnapshot('golden/guide.txt');
    await terminal.type('3');
    await terminal.press(ENTER);
    expect(terminal.frame()).toContain('choose one of yes, no');
    await terminal.type('1');
    await terminal.press(ENTER);
    expect(terminal.frame()).toContain('For how many years?');
    await terminal.type('back');
    await terminal.press(ENTER);
    expect(terminal.frame()).toContain('Will you renew?');
    await terminal.type('yes');
    await terminal.press(ENTER);
    await terminal.type('2,5');
    await terminal.press(ENTER);
    expect(agent.inHand().guide?.steps).toEqual([
      { questionId: 'renew', answer: 'yes' },
      { questionId: 'years', answer: 2.5 },
    ]);
    expect(terminal.frame()).toContain('✓ The guide is through: all answers are kept.');
  });
});

describe('what is typed', () => {
  it('GW-13: a callback on one line: date and time, then zone, number and personal in any order, notes behind hyphens', () => {
    expect(readCallback('2026-10-02 14:30 personal +33199001234 Europe/Paris -- ask -- for Zoé')).toEqual({
      ...{ date: '2026-10-02', time: '14:30', personal: true, number: '+33199001234', timeZone: 'Europe/Paris' },
      notes: 'ask -- for Zoé',
    });
    expect(() => readCallback('tomorrow')).toThrow('needs a date and a time');
    expect(() => readCallback('2026-10-02 14:30 !')).toThrow('is no time zone and no number');
  });

  it('WX-7: an answer by place, by value or by how its label begins', () => {
    const [renew] = GUIDE.questions;
    if (renew === undefined) throw new Error('no question');
    expect(['1', 'no', 'yes, of', 'maybe', ''].map((typed) => readAnswer(renew, typed))).toEqual([
      'yes',
      'no',
      'yes',
      'maybe',
      null,
    ]);
    expect(readAnswer({ ...renew, kind: 'multiple' }, '1, 2')).toEqual(['yes', 'no']);
    expect(readAnswer({ ...renew, kind: 'number', options: [] }, 'many')).toBe('many');
  });
});

describe('BP-8: the call in hand, at 80x24', () => {
  it('BP-8: m mutes, # presses keys, * records, and the line says so', async () => {
    const { terminal, server, agent } = await talking();
    await terminal.press('m');
    expect(agent.inHand().line).toMatchObject({ muted: true });
    expect(terminal.frame()).toMatch(/muted/i);
    await terminal.press('m', '#');
    await terminal.type('12#');
    await terminal.press(ENTER);
    expect(server.pressed).toEqual(['12#']);
    await terminal.press('*');
    expect(agent.inHand().line).toMatchObject({ muted: false, recording: true });
    expect(terminal.frame()).toMatch(/record/i);
  });

  it('BP-8: k consults: the contact waits, h returns, > hands over once they have answered', async () => {
    const { terminal, agent } = await talking();
    await terminal.press('k');
    await terminal.type('0199009000');
    await terminal.press(ENTER);
    expect(agent.presence.kind).toBe('consulting');
    await terminal.press('>');
    expect(terminal.frame()).toContain('Nobody has answered yet');
    await terminal.press('e');
    expect(agent.presence.kind).toBe('consulting');
    await terminal.press('h');
    expect(agent.presence.kind).toBe('talking');
  });

  it('BP-8: p hands the contact over, and the agent wraps up', async () => {
    const { terminal, agent } = await talking();
    await terminal.press('p');
    await terminal.type('0199009000');
    await terminal.press(ENTER);
    expect(agent.presence.kind).toBe('wrap-up');
    expect(terminal.frame()).toContain('WRAP-UP');
  });
});
