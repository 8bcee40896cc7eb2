/** What the screen follows: the newest view, the link, notices, and the time. */
import { type AgentView, type Clock, every, type Notice } from '@outdial/shared';
import { useEffect, useState } from 'react';
import type { AgentClient, Link } from '../../client/index.ts';

/** The server's time, twice a second. */
export function useNowMs(client: AgentClient, clock: Clock): number {
  const [nowMs, setNowMs] = useState(() => client.nowMs());
  useEffect(() => {
    const timer = every(clock, 500, () => setNowMs(client.nowMs()));
    return () => timer.cancel();
  }, [client, clock]);
  return Math.max(nowMs, client.nowMs());
}

export interface AgentListeners {
  onAlert(): void;
  onNotice(notice: Notice): void;
  /** What the engine has to tell: a refused call, no record. */
  onTold(text: string): void;
  onLoggedOff(error: Error): void;
}

export function useAgent(client: AgentClient, listeners: AgentListeners): { view: AgentView | null; link: Link } {
  const [view, setView] = useState(client.view);
  const [link, setLink] = useState(client.link);
  // The subscription lives as long as the client; the listeners of the newest drawing are called.
  const [held] = useState({ listeners });
  held.listeners = listeners;
  useEffect(() => {
    setView(client.view);
    return client.subscribe((event) => {
      if (event.type === 'view') setView(event.view);
      if (event.type === 'alert') held.listeners.onAlert();
      if (event.type === 'notice') held.listeners.onNotice(event.notice);
      if (event.type === 'told') held.listeners.onTold(event.text);
      if (event.type !== 'link') return;
      setLink(event.link);
      if (event.link.kind === 'logged-off') held.listeners.onLoggedOff(event.link.error);
    });
  }, [client, held]);
  return { view, link };
}
