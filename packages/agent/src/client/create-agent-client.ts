/** Makes the client: one session, one event stream, the newest view, and commands that say which version they saw. */
import {
  type AgentView,
  ApiError,
  type Client,
  PROBLEMS,
  type StreamEvent,
  seededRandom,
  zAgentView,
  zNotice,
} from '@outdial/shared';
import type { AgentClient, AgentClientEvent, AgentClientOptions, CallChoice } from './agent-client.ts';
import { createBackOff } from './back-off.ts';
import { followEvents, type Link } from './follow-events.ts';
import { createNewestView } from './newest-view.ts';
import { createSession } from './session.ts';

type Versioned = { expectedVersion?: number };
type Act = (client: Client, seen: Versioned) => Promise<AgentView>;
type InteractionCommand =
  | 'accept'
  | 'reject'
  | 'hold'
  | 'resume'
  | 'hangUp'
  | 'completeTransfer'
  | 'returnToContact'
  | 'leaveMessage';

/** True where the agent stands where they stood: a command that was meant for `before` may be sent again. */
function sameSituation(before: AgentView | null, now: AgentView): boolean {
  return (
    before?.presence.kind === now.presence.kind && before.interaction?.interactionId === now.interaction?.interactionId
  );
}

export function createAgentClient(options: AgentClientOptions): AgentClient {
  const { clock, baseUrl, username, password } = options;
  const random = options.random ?? seededRandom(clock.nowMs()).stream('agent-client');
  const session = createSession({
    baseUrl,
    clock,
    ...(options.token === undefined ? {} : { token: options.token }),
    ...(username === undefined || password === undefined ? {} : { credentials: { username, password } }),
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
  });
  const newest = createNewestView();
  const listeners = new Set<(event: AgentClientEvent) => void>();
  const closing = new AbortController();
  let link: Link = { kind: 'closed' };
  let skewMs = 0;
  let following: Promise<void> | null = null;

  const emit = (event: AgentClientEvent): void => {
    for (const listener of [...listeners]) listener(event);
  };

  function take(view: AgentView): AgentView {
    const previous = newest.get();
    if (!newest.offer(view)) return view;
    skewMs = view.nowMs - clock.nowMs();
    // The answer to a command and the event stream both bring what it did: told once.
    if (previous !== null && JSON.stringify({ ...previous, nowMs: view.nowMs }) === JSON.stringify(view)) return view;
    emit({ type: 'view', view, previous });
    if (previous?.engine !== view.engine && (previous !== null || view.engine === 'lost')) {
      emit({ type: 'engine', engine: view.engine });
    }
    const { interaction } = view;
    const fresh = interaction !== null && interaction.interactionId !== previous?.interaction?.interactionId;
    // A record that was asked for needs no alert.
    if (fresh && interaction.state !== 'wrap-up' && interaction.state !== 'preview')
      emit({ type: 'alert', interaction });
    const { notice } = view;
    if (notice !== null && notice.atMs !== previous?.notice?.atMs) {
      emit({ type: 'told', code: notice.code, text: notice.text });
    }
    return view;
  }

  function onEvent({ event, data }: StreamEvent): void {
    if (event === 'notice') {
      const notice = zNotice.safeParse(data);
      if (notice.success) emit({ type: 'notice', notice: notice.data });
      return;
    }
    const view = zAgentView.safeParse(data);
    if (event === 'view' && view.success) take(view.data);
  }

  const refresh = (): Promise<AgentView> =>
    session.run('GET /v1/agent', (client) => client.call('agentView')).then(take);

  function follow(): void {
    following ??= followEvents({
      session,
      clock,
      backOff: createBackOff(random),
      signal: closing.signal,
      refresh,
      onEvent,
      onLink(next) {
        link = next;
        if (next.kind === 'lost') newest.restart();
        emit({ type: 'link', link: next });
      },
    });
  }

  /** Sends with the version at hand; where that is stale and the agent still stands there, once more with the newest. */
  async function command(what: string, act: Act): Promise<AgentView> {
    const seen = newest.get();
    const versioned = (view: AgentView | null): Versioned => (view === null ? {} : { expectedVersion: view.version });
    try {
      return take(await session.run(what, (client) => act(client, versioned(seen))));
    } catch (cause) {
      if (!(cause instanceof ApiError) || cause.code !== 'stale-version') throw cause;
      const now = await refresh();
      if (!sameSituation(seen, now)) throw cause;
      return take(await session.run(what, (client) => act(client, versioned(now))));
    }
  }

  function inHand(given: string | undefined): string {
    const id = given ?? newest.get()?.interaction?.interactionId;
    if (id !== undefined) return id;
    const { status, title, remedy } = PROBLEMS['no-call'];
    throw new ApiError('no-call', status, `${title}. ${remedy}`, null);
  }

  const onInteraction =
    (name: InteractionCommand) =>
    async (given?: string): Promise<AgentView> => {
      const interactionId = inHand(given);
      return await command(name, (client, seen) => client.call(name, { params: { interactionId }, body: seen }));
    };

  const dial =
    (name: 'call' | 'redial') =>
    async (choice: CallChoice = {}, given?: string): Promise<AgentView> => {
      const interactionId = inHand(given);
      return await command(name, (client, seen) =>
        client.call(name, { params: { interactionId }, body: { ...seen, ...choice } }),
      );
    };

  const finish =
    (stop: boolean) =>
    async (given?: string): Promise<AgentView> => {
      const interactionId = inHand(given);
      return await command('done', (client, seen) =>
        client.call('done', { params: { interactionId }, body: { ...seen, stop } }),
      );
    };
  /** A command of the interaction that says something beside. */
  const saying =
    <Name extends 'mute' | 'sendDigits' | 'recordInteraction' | 'transfer' | 'consult'>(name: Name) =>
    async (body: object, given?: string): Promise<AgentView> => {
      const interactionId = inHand(given);
      return await command(name, (client, seen) =>
        client.call(name, ...([{ params: { interactionId }, body: { ...seen, ...body } }] as never)),
      );
    };
  const says = {
    mute: saying('mute'),
    digits: saying('sendDigits'),
    record: saying('recordInteraction'),
    transfer: saying('transfer'),
    consult: saying('consult'),
  };

  /** What the server keeps beside the engine knows no version. A refused callback is kept as invalid: the view says so. */
  async function onWork(
    what: string,
    given: string | undefined,
    act: (client: Client, params: { interactionId: string }) => Promise<AgentView>,
  ): Promise<AgentView> {
    const interactionId = inHand(given);
    try {
      return take(await session.run(what, (client) => act(client, { interactionId })));
    } catch (cause) {
      if (cause instanceof ApiError && cause.code === 'callback-invalid') await refresh();
      throw cause;
    }
  }

  async function connect(): Promise<AgentView> {
    const view = await refresh();
    follow();
    return view;
  }

  return {
    get view() {
      return newest.get();
    },
    get link() {
      return link;
    },
    nowMs: () => clock.nowMs() + skewMs,
    connect,
    refresh,
    async logIn() {
      const view = await connect();
      if (view.presence.kind !== 'logged-out') return view;
      const { phone, phoneMode } = options;
      const body = { ...(phone === undefined ? {} : { phone }), ...(phoneMode === undefined ? {} : { phoneMode }) };
      return take(await session.run('the log-in', (client) => client.call('agentLogIn', { body })));
    },
    logOut: () => command('the log-out', (client, body) => client.call('agentLogOut', { body })),
    ready: () => command('ready', (client, body) => client.call('agentReady', { body })),
    notReady: (reason) =>
      command('not ready', (client, seen) => client.call('agentNotReady', { body: { ...seen, reason } })),
    readyAfterWrapUp: (ready) =>
      command('the choice', (client, seen) => client.call('agentReadyAfterWrapUp', { body: { ...seen, ready } })),
    join: (campaignId) => command('join', (client, body) => client.call('agentJoin', { params: { campaignId }, body })),
    leave: (campaignId) =>
      command('leave', (client, body) => client.call('agentLeave', { params: { campaignId }, body })),
    accept: onInteraction('accept'),
    reject: onInteraction('reject'),
    hold: onInteraction('hold'),
    resume: onInteraction('resume'),
    hangUp: onInteraction('hangUp'),
    leaveMessage: onInteraction('leaveMessage'),
    scheduleCallback: (body, given) =>
      onWork('the callback', given, (client, params) => client.call('scheduleCallback', { params, body })),
    cancelCallback: (given) =>
      onWork('the callback', given, (client, params) => client.call('cancelCallback', { params })),
    addCaseEntry: (body, given) =>
      onWork('the case', given, (client, params) => client.call('addCaseEntry', { params, body })),
    answerGuide: (body, given) =>
      onWork('the answer', given, (client, params) => client.call('answerGuide', { params, body })),
    myCallbacks: () => session.run('my callbacks', (client) => client.call('myCallbacks')),
    day: () => session.run('my day', (client) => client.call('agentDay')),
    done: finish(false),
    doneAndStop: finish(true),
    getRecord: (campaignId) =>
      command('get record', (client, body) => client.call('getRecord', { params: { campaignId }, body })),
    call: dial('call'),
    redial: dial('redial'),
    redialLast: (choice = {}) =>
      command('the redial', (client, seen) => client.call('redialLast', { body: { ...seen, ...choice } })),
    async decline(how, stop = false, given) {
      const interactionId = inHand(given);
      return await command('decline', (client, seen) =>
        client.call('decline', { params: { interactionId }, body: { ...seen, how, stop } }),
      );
    },
    completeTransfer: onInteraction('completeTransfer'),
    returnToContact: onInteraction('returnToContact'),
    mute: (muted, given) => says.mute({ muted }, given),
    sendDigits: (digits, given) => says.digits({ digits }, given),
    record: (on, given) => says.record({ on }, given),
    transfer: (to, given) => says.transfer(to, given),
    consult: (to, given) => says.consult(to, given),
    colleagues: () => session.run('my colleagues', (client) => client.call('colleagues')),
    async wrapUp(what, given) {
      const interactionId = inHand(given);
      return await command('the wrap-up', (client, seen) => {
        const kept = newest.get()?.interaction;
        const code = what.code === undefined ? (kept?.wrapUpCode ?? null) : what.code;
        const notes = what.notes ?? kept?.notes ?? '';
        return client.call('wrapUp', { params: { interactionId }, body: { ...seen, code, notes } });
      });
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close(giveTokenBack = false) {
      closing.abort();
      await following;
      if (giveTokenBack) await session.end();
    },
  };
}
