/** The fake server's event streams: numbered, replayed after Last-Event-ID, and cut when a test says so. */
interface Sent {
  id: number;
  event: string;
  data: string;
}

const encoder = new TextEncoder();
const frame = ({ id, event, data }: Sent): Uint8Array =>
  encoder.encode(`id: ${id}\nevent: ${event}\ndata: ${data}\n\n`);

export class FakeStreams {
  /** Last-Event-ID of every connection, in order. */
  readonly resumedFrom: (string | null)[] = [];
  readonly #open = new Map<ReadableStreamDefaultController<Uint8Array>, string>();
  readonly #notices = new Map<string, Sent[]>();
  #id = 0;

  get openCount(): number {
    return this.#open.size;
  }

  /** One agent's stream: what they missed, then `current`, then whatever is sent. */
  connect(agentId: string, lastEventId: string | null, current: unknown, signal: AbortSignal | null): Response {
    this.resumedFrom.push(lastEventId);
    let mine: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        mine = controller;
        this.#open.set(controller, agentId);
        for (const missed of this.#notices.get(agentId) ?? []) {
          if (lastEventId !== null && missed.id > Number(lastEventId)) controller.enqueue(frame(missed));
        }
        controller.enqueue(frame({ id: ++this.#id, event: 'view', data: JSON.stringify(current) }));
      },
      cancel: () => {
        if (mine !== undefined) this.#open.delete(mine);
      },
    });
    signal?.addEventListener('abort', () => {
      if (mine === undefined) return;
      this.#open.delete(mine);
      mine.error(new DOMException('The request was aborted.', 'AbortError'));
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  }

  send(agentId: string, event: 'view' | 'notice', data: unknown): void {
    const sent = { id: ++this.#id, event, data: JSON.stringify(data) };
    if (event === 'notice') this.#notices.set(agentId, [...(this.#notices.get(agentId) ?? []), sent]);
    for (const [controller, owner] of this.#open) if (owner === agentId) controller.enqueue(frame(sent));
  }

  /** Cuts every connection, as a killed server does. */
  cut(): void {
    for (const controller of this.#open.keys()) controller.error(new TypeError('terminated'));
    this.#open.clear();
  }

  /** Leaves every connection open and never sends on it again, as a lost host does. */
  fallSilent(): void {
    this.#open.clear();
  }
}
