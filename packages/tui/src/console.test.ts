/** The console through its front door: real keys in, true frames out. */
import { afterEach, describe, expect, it } from 'vitest';
import { agentPicture, callPicture, picture, START_MS, withCampaign } from './testing/pictures.ts';
import { problem } from './testing/scripted-server.ts';
import { type Running, type StartOptions, startConsole } from './testing/start-console.ts';
import { KEY } from './testing/terminal.ts';

let running: Running | null = null;

/** A console with the fixed picture on its screen. */
async function console80(options: StartOptions = {}): Promise<Running> {
  running = await startConsole(options);
  await running.show(options.live ?? picture());
  await running.pass(300);
  await running.terminal.until((frame) => frame.includes('demo, 24 hours'));
  return running;
}

afterEach(async () => {
  await running?.stop();
  running = null;
});

const TOTALS = {
  ...{ attempts: 0, live: 0, connected: 0, abandoned: 0, outcomes: {} },
  ...{ talkMs: 0, wrapUpMs: 0, agentMs: 0, screenedFrames: 0 },
};

describe('campaigns', () => {
  it('GT-2: all campaigns as cards, as a list with one key, and one campaign on its own page', async () => {
    const { press, terminal } = await console80();
    expect(terminal.frame()).toContain(
      '╭ ▶ Renewals north ───────────────────────────────── progressive · pace 1.00 ╮',
    );
    const list = await press('v', (frame) => !frame.includes('╭'));
    for (const name of ['Renewals north', 'Spring offer w', 'Survey 2026']) expect(list).toContain(name);
    expect(list).toContain('▶  Renewals north');
    const page = await press(['j', 'j', KEY.enter], 'bound by');
    expect(page).toContain('── Survey 2026 ─');
    expect(page).toContain('running, active · predictive · pace 1.84 · rules demo, 24 hours');
    expect(page).toContain('answers expected 1.7 ·');
    // A key that does nothing on this screen says so, and where it does something.
    expect(await press('v', 'v does nothing here; it does on: campaigns.')).toContain('── Survey 2026 ─');
    expect(await press(KEY.esc, '▶  Survey 2026')).toContain('── Campaigns ─');
  });

  it('GT-2: the share of answered calls is told once enough attempts are over for one', async () => {
    const young = (attempts: number) =>
      withCampaign(picture(), 'predictive', { answerRatio: 0.5, totals: { ...TOTALS, attempts, live: 3 } });
    const { press, show } = await console80({ live: young(9) });
    expect(await press(['j', 'j', KEY.enter], 'bound by')).toContain('answered   – · 9 attempts over · 3 live');
    await show(young(10));
    await press([], 'answered   50.0 % · 10 attempts over · 3 live');
  });

  it('GT-10: a campaign that runs and does not dial says why, beside the state that the manager gave it', async () => {
    const inactive = withCampaign(picture(), 'power', {
      activity: { active: false, reason: 'no-contacts-left', detail: 'Every contact of its 2 lists is finished.' },
    });
    const live = withCampaign(inactive, 'predictive', { state: 'paused' });
    const { press, terminal } = await console80({ live });
    expect(terminal.frame()).toContain('○ running: no contacts left');
    expect(terminal.frame()).toContain('○ paused');
    const page = await press(['j', KEY.enter], 'inactive');
    expect(page).toContain('running, inactive: no contacts left');
    expect(page).toContain('Every contact of its 2 lists is finished. It needs another list.');
    const paused = await press([KEY.esc, 'j', KEY.enter], 'predictive');
    expect(paused).toContain('r resumes it.');
  });

  it('GT-9: pausing tells how many calls will finish, with the figure of this moment, and goes through the API', async () => {
    const { press, server, show, terminal } = await console80();
    const asked = await press(['j', 'p'], 'Pause Spring offer west?');
    expect(asked).toContain('9 calls will finish.');
    const live = picture(START_MS + 400);
    await show(
      withCampaign(live, 'power', { calls: { dialing: 1, ringing: 4, screening: 0, waiting: 0, connected: 9 } }),
    );
    await terminal.until((frame) => frame.includes('14 calls will finish.'));
    expect(server.acts()).toEqual([]);
    await press(KEY.enter, 'Campaign paused. Calls under way are finished.');
    expect(server.acts()).toEqual(['POST /v1/campaigns/power/pause']);
  });

  it('GT-9: Esc leaves it undone; a pause can be undone for ten seconds', async () => {
    const { press, server, pass, terminal } = await console80();
    await press('p', 'Pause Renewals north?');
    await press(KEY.esc, (frame) => !frame.includes('Pause Renewals north?'));
    expect(server.acts()).toEqual([]);
    await press(['p', 'y'], 'undoes the pause');
    await press('u', 'Campaign dials again.');
    expect(server.acts()).toEqual(['POST /v1/campaigns/progressive/pause', 'POST /v1/campaigns/progressive/resume']);
    await press(['p', 'y'], 'undoes the pause');
    await pass(10_500);
    await terminal.until((frame) => !frame.includes('undoes the pause'));
    await press('u', 'there is nothing to undo');
  });

  it('GT-9: resuming a paused campaign; a running one says that it runs already', async () => {
    const { press, server } = await console80({ live: withCampaign(picture(), 'progressive', { state: 'paused' }) });
    await press('r', 'Resume Renewals north?');
    await press('y', 'Campaign dials again.');
    expect(server.acts()).toEqual(['POST /v1/campaigns/progressive/resume']);
    await press(['j', 'r'], 'r: it is running already.');
  });

  it('the abandonment budget: calls left before the cap, or what it takes to come back under it', async () => {
    const { press } = await console80();
    expect(await press(['j', KEY.enter], 'before the cap')).toContain('3 calls left before the cap');
    expect(await press([KEY.esc, 'j', KEY.enter], 'over: ')).toContain('over: 67 live answers to recover');
  });
});

describe('agents', () => {
  it('GT-8: agents with state, timer from the server’s clock, campaign, and with whom they talk', async () => {
    const live = picture(START_MS, { agents: [agentPicture(0, START_MS, { sinceMs: START_MS - 61_000 })] });
    const { press, pass, terminal } = await console80({ live: { ...live, atMs: START_MS } });
    const frame = await press('2', '── Agents ─');
    expect(frame).toMatch(/Aïcha Benali +talking +1:01 +Renewals north +Alix Moreau/);
    await pass(1_000);
    await terminal.until(() => terminal.row(4).includes('1:02'));
  });

  it('GT-8: pausing an agent asks for a reason and sends it', async () => {
    const { press, server } = await console80();
    await press(['2', 'p'], 'Pause 1 agent: why?');
    await press([KEY.down, KEY.enter], '1 agent paused: training, after wrap-up.');
    expect(server.requests.find(({ method }) => method === 'POST')).toMatchObject({
      method: 'POST',
      path: '/v1/agents/agent-1/pause',
      body: { reason: 'training' },
    });
  });

  it('GT-8: the marked many at once: resume and log out, told who is busy', async () => {
    const { press, server } = await console80();
    await press(['2', ' ', ' ', ' '], '3 marked');
    const asked = await press('o', 'Log 3 agents out?');
    expect(asked).toContain('Aïcha Benali, Bruno Castel, Chloé Dumas');
    expect(asked).toContain('2 of them have work in hand and log out');
    await press('y', '3 agents logged out, 2 of them after wrap-up.');
    await press('r', 'Make 3 agents ready?');
    await press('y', '3 agents ready again.');
    expect(server.acts()).toEqual(
      ['log-out', 'resume'].flatMap((act) => [1, 2, 3].map((index) => `POST /v1/agents/agent-${index}/${act}`)),
    );
  });

  it('GT-8: ten and more want the word typed', async () => {
    const { press, server } = await console80();
    await press(['2', '*', 'o'], 'Type log out and Enter');
    await press(['y', KEY.enter], 'log out');
    expect(server.acts()).toEqual([]);
    await press(['\u0015', ...'log out', KEY.enter], '24 agents logged out, 18 of them after wrap-up.');
    expect(server.acts()).toHaveLength(24);
  });

  it('GT-8: what the server refuses is shown with its remedy', async () => {
    const { press, server } = await console80();
    server.on('POST /v1/agents/agent-3/log-out', () => problem('engine-lost', 'No engine for agent-3.'));
    const frame = await press(['2', 'j', 'j', 'o', 'y'], 'The engine is not connected');
    expect(frame).toContain('The engine is not connected: No engine for agent-3.');
    expect(frame).toContain('It is restarted');
  });

  it('GT-8: monitoring an agent’s call shows both levels and what the detector hears, until the call ends', async () => {
    const { press, server, pass, terminal } = await console80();
    await press(['2', 'm'], '── Levels');
    const path = '/v1/calls/call-1/monitor';
    while (server.streamsOpen(path) === 0) await pass(100);
    const tick = {
      monitorId: 'm',
      callId: 'call-1',
      atMs: START_MS,
      contactDbfs: -12,
      agentDbfs: -55,
      state: 'connected',
    };
    server.push('tick', { ...tick, detector: { verdict: 'live', confidence: 0.9375 } }, path);
    await pass(300);
    const frame = await terminal.until((now) => now.includes('-12 dBFS'));
    expect(frame).toMatch(/agent .*-55 dBFS quiet/);
    expect(frame).toMatch(/confidence +0\.938/);
    server.push('end', { reason: 'call-ended', detail: 'The call is over.' }, path);
    await pass(300);
    await terminal.until((now) => now.includes('the call is over'));
    await press(KEY.esc, '── Agents ─');
    expect(server.streamsOpen(path)).toBe(0);
  });
});

describe('calls', () => {
  it('GT-7: each call with its state, timers, contact, agent and what the detector hears', async () => {
    const live = picture(START_MS, {
      calls: [
        callPicture(0, 'connected', START_MS, { sinceMs: START_MS - 75_000, startedAtMs: START_MS - 96_000 }),
        callPicture(100, 'screening', START_MS, { contactName: 'Alix \u001b[31mMoreau', sinceMs: START_MS - 3_000 }),
      ],
    });
    const { press } = await console80({ live, columns: 120 });
    const frame = await press('3', '── Calls under way');
    expect(frame).toMatch(/connected +1:15 +1:36 +Alix Moreau +\+33199001000 +Aïcha Benali +human/);
    // What a contact is called cannot steer the terminal.
    expect(frame).toMatch(/screening +0:03 +\d:\d\d +Alix {2}\[31mMoreau +\+33199001100 +speech 420 ms/);
  });

  it('GT-7: hanging up asks first and says whom it hits', async () => {
    const { press, server } = await console80();
    const asked = await press(['3', ...'/Aïcha', KEY.enter, 'x'], 'Hang up on Alix Moreau?');
    expect(asked).toContain('Aïcha Benali is on it and goes to wrap-up.');
    await press('y', 'Call ended.');
    expect(server.acts()).toEqual(['POST /v1/calls/call-1/hang-up']);
  });

  it('GT-2, GT-7, GT-8: from a campaign to its agents and its calls', async () => {
    const { press } = await console80();
    const agents = await press(['j', 'a'], 'Agents of Spring offer west');
    expect(agents).toContain('Bruno Castel');
    expect(agents).not.toContain('Aïcha Benali');
    const calls = await press([KEY.esc, 'c'], 'Calls of Spring offer west');
    expect(calls).toContain('Camille Roux');
    expect(calls).not.toContain('Aïcha Benali');
  });
});

describe('keys', () => {
  it('filters as one types, counts, finds all others with !, clears with Esc', async () => {
    const { press } = await console80();
    const filtered = await press(['2', '/', ...'wrap'], '2 of 24 agents');
    expect(filtered).toContain('Emma Faure');
    expect(filtered).not.toContain('Aïcha Benali');
    await press([KEY.enter, KEY.esc], (frame) => frame.includes('Aïcha Benali'));
    await press(['/', ...'!talking'], '10 of 24 agents');
    await press([KEY.esc], (frame) => !frame.includes('of 24 agents'));
  });

  it('sorts by shift-letter with an arrow in the heading; again turns it round, a third time ends it', async () => {
    const { press, terminal } = await console80();
    const first = (): string => terminal.row(4).replace('▶', '').trim().split(/ {2,}/)[0] ?? '';
    // 24 agents do not fit: which of them these are stands in the title.
    await press(['2', 'N'], '1–18 of 24');
    await press([], '▲Name');
    await press('N', '▼Name');
    await press(['g'], () => first() === 'Zoé Arnaud');
    await press('N', (frame) => !frame.includes('▼Name'));
    // Figures begin with the most.
    await press('F', '▼For');
    expect(await press('Z', 'No column is sorted by Z.')).toContain('N name, S state, F for');
  });

  it('shows only what is over a threshold with one key', async () => {
    const { press } = await console80();
    const faults = await press(['2', '!'], 'faults only');
    expect(faults).toMatch(/\d+ of 24 agents · faults only/);
    expect(faults).not.toContain('Bruno Castel');
    expect(faults).toContain('‼');
  });

  it('a command bar with completion and history', async () => {
    const { press, server } = await console80();
    await press([':', ...'camp', KEY.tab], ':campaigns');
    await press(KEY.tab, ':campaign▌');
    await press(['\u0015', ...'agents tal', KEY.enter], '/tal');
    await press([':', ...'campaign west', KEY.enter], '── Spring offer west ─');
    await press([':', ...'agent zoé', KEY.enter], '▶  Zoé Arnaud');
    await press([':', KEY.up, KEY.up], ':campaign west');
    await press([KEY.enter], '── Spring offer west ─');
    await press([':', ...'level 1.8', KEY.enter], 'Set the level of Spring offer west to 1.8?');
    await press('y', 'Level set to 1.8');
    expect(server.requests.find(({ method }) => method === 'PATCH')).toMatchObject({
      path: '/v1/campaigns/power',
      body: { linesPerAgent: 1.8 },
    });
    await press([':', ...'pause', KEY.enter], 'Pause Spring offer west?');
    await press([KEY.esc, ':', ...'dance', KEY.enter], 'There is no command :dance.');
  });

  it('BP-2: the mode of a running campaign is changed by a command, with its impact, and taken back', async () => {
    const { press, server } = await console80();
    await press([':', ...'campaign west', KEY.enter], '── Spring offer west ─');
    await press([':', ...'mode fast', KEY.enter], '“fast” is no mode.');
    await press([':', ...'mode power', KEY.enter], 'Spring offer west is power already.');
    const asked = await press([':', ...'mode prev', KEY.tab, KEY.enter], 'in preview mode?');
    expect(asked).toContain('Agents ask for records, and dial by hand.');
    expect(asked).toMatch(/\d+ calls will finish as begun\./);
    await press('y', 'Mode set to preview.');
    await press('u', 'Mode set to power.');
    const patches = server.requests.filter(({ method }) => method === 'PATCH').map(({ body }) => body);
    expect(patches).toEqual([{ mode: 'preview' }, { mode: 'power' }]);
  });

  it('GT-10: a campaign is ended by a command, and only an ended one is loaded again', async () => {
    const { press, server } = await console80();
    await press([':', ...'campaign west', KEY.enter], '── Spring offer west ─');
    await press([':', ...'load', KEY.enter], ':load cannot be done now: it is running, and only an ended one');
    await press([':', ...'end', KEY.enter], 'End Spring offer west?');
    await press('y', 'Campaign ended.');
    expect(server.acts().at(-1)).toBe('POST /v1/campaigns/power/end');
  });

  it('help and footer come from the registry, and a key that cannot be used now says why', async () => {
    const { press, terminal } = await console80({ readOnly: true });
    expect(terminal.row(23)).toMatch(/Enter open {2}p pause.*\? help {2}q quit/);
    await press('p', 'p: this console is read-only (--read-only).');
    await press('?', '── Help ─');
    const frame = await press([KEY.pageDown], 'Pause the campaign');
    expect(frame).toContain('not now: this console is read-only');
  });

  it('the emergency stop wants its word typed', async () => {
    const { press, server, pass, terminal } = await console80();
    const asked = await press('\u0018', 'Emergency stop of everything?');
    expect(asked).toMatch(/\d+ calls under way will finish\./);
    await press(['y', KEY.enter], 'Emergency stop of everything?');
    expect(server.acts()).toEqual([]);
    await press(['\u0015', ...'stop', KEY.enter], 'Dialing stopped everywhere.');
    expect(server.requests.find(({ method }) => method === 'POST')).toMatchObject({
      path: '/v1/emergency-stop',
      body: { endCalls: false },
    });
    server.push('engine', { state: 'connected', sinceMs: START_MS, dialing: 'stopped' });
    await pass(200);
    await terminal.until((frame) => frame.includes('Emergency stop: nothing new is dialed'));
    await press('\u0018', 'Dial again after the emergency stop?');
    await press('y', 'Dialing goes on.');
    expect(server.acts().at(-1)).toBe('DELETE /v1/emergency-stop');
  });
});

describe('the connection', () => {
  it('a lost connection is told within two seconds, data dimmed with its age; it comes back after the last event seen', async () => {
    const { server, pass, terminal, show } = await console80();
    server.drop({ down: true });
    await pass(1_900);
    const frame = await terminal.until((now) => now.includes('Connection lost'));
    expect(frame).toMatch(/Connection lost for [\d.]+ s, try \d.* Data \d s old/);
    expect(terminal.styleOf('agents   ')?.dim).toBe(true);
    expect(terminal.styleOf('Renewals north')?.dim).toBe(true);
    server.up = true;
    await pass(3_500);
    expect(server.requests.filter(({ path }) => path === '/v1/live').at(-1)?.headers['last-event-id']).toBe('1');
    await show(picture(START_MS + 6_000));
    await terminal.until((now) => now.includes('● live') && !now.includes('Connection lost'));
    expect(terminal.styleOf('Renewals north')?.dim).toBe(false);
  });

  it('a lost engine is told at once, and acts still reach the server', async () => {
    const { server, pass, terminal, press } = await console80();
    server.push('engine', { state: 'lost', sinceMs: START_MS, dialing: 'on' });
    server.push('picture', picture());
    await pass(200);
    await terminal.until((now) => now.includes('Engine lost') && now.includes('○ engine lost'));
    await press('p', 'Pause Renewals north?');
  });

  it('audit entries are listed once each, newest first, whatever is replayed', async () => {
    const { server, pass, press } = await console80();
    const entry = { id: 9, atMs: START_MS, actor: 'sue', act: 'campaign.pause', subject: 'Survey 2026', detail: '' };
    server.push('audit', entry);
    server.push('audit', entry);
    await pass(200);
    const frame = await press('4', 'campaign.pause');
    expect(frame).toContain('4 Events 6');
    expect(frame).toMatch(/▶ {2}14:05:00 {2}sue/);
  });

  it('what does not fit the contract is left out instead of taking the screen down', async () => {
    const { server, pass, terminal, press } = await console80();
    server.push('picture', {
      ...picture(),
      agents: [{ agentId: 'x', state: 'dancing' }],
      calls: [null, { callId: 1 }],
    });
    server.push('picture', 'nonsense');
    server.push('surprise', {});
    await pass(300);
    await press('2', 'No agent is logged in.');
    expect(terminal.frame()).toContain('● live');
  });
});

describe('the terminal', () => {
  it('says what it needs below 60 x 16, and follows a resize', async () => {
    const { terminal } = await console80();
    terminal.resize(50, 12);
    await terminal.until((frame) => frame.replaceAll('\n', ' ').includes('The console needs 60 x 16'));
    terminal.resize(100, 30);
    await terminal.until((frame) => frame.includes('── Campaigns ─'));
    expect(terminal.row(29)).toContain('q quit');
  });

  it('an idle frame costs no more than a kilobyte', async () => {
    const { terminal, pass } = await console80();
    const before = terminal.written().length;
    await pass(1_000);
    expect(terminal.written().length - before).toBeLessThan(1_024);
  });

  it('NO_COLOR and ASCII: the same words without colour and without signs', async () => {
    const { themeFromEnvironment } = await import('./theme/theme.ts');
    const theme = themeFromEnvironment({ NO_COLOR: '1', LANG: 'C' });
    const { terminal } = await console80({ theme });
    expect(terminal.frame()).toContain(
      '+ > Renewals north --------------------------------- progressive - pace 1.00 +',
    );
    expect(terminal.frame()).toMatch(/^[\x20-\x7e\n]*$/);
    const colours = terminal
      .written()
      .split('\u001b[')
      .filter((code) => /^[0-9;]*3[0-9]m/.test(code));
    expect(colours).toEqual([]);
  });

  it('Ctrl-C leaves: the caller is told, the alternate screen is left, the cursor is back', async () => {
    const reasons: string[] = [];
    const { press, ended, terminal } = await console80({ onQuit: (reason) => reasons.push(reason) });
    expect(terminal.written()).toContain('\u001b[?1049h');
    await press('\u0003');
    expect(await ended).toEqual({ exitCode: 0, reason: 'interrupt' });
    expect(reasons).toEqual(['interrupt']);
    expect(terminal.written()).toContain('\u001b[?1049l');
  });
});
