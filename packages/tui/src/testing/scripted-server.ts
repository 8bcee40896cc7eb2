/** A server in a function: `fetch` answers from a script, its streams carry what the test pushes. */
import { PROBLEMS, type ProblemCode } from '@outdial/shared';

export interface Request {
  method: string;
  path: string;
  /** `?limit=5`, or an empty text. */
  query: string;
  body: unknown;
  headers: Readonly<Record<string, string>>;
}

type Answer = (request: Request) => unknown;

interface OpenStream {
  path: string;
  controller: ReadableStreamDefaultController<Uint8Array>;
}

const encoder = new TextEncoder();

export class ScriptedServer {
  /** Every request in order, streams included. */
  readonly requests: Request[] = [];
  /** False: nobody listens on the port. */
  up = true;
  readonly #answers = new Map<string, Answer>();
  #streams: OpenStream[] = [];
  #lastId = 0;

  /** Answers `POST /v1/...` with what the function gives. */
  on(route: string, answer: Answer): this {
    this.#answers.set(route, answer);
    return this;
  }

  readonly fetch = (async (input: string | URL | globalThis.Request, init: RequestInit = {}) => {
    const url = new URL(String(input));
    const request: Request = {
      method: init.method ?? 'GET',
      path: url.pathname,
      query: url.search,
      body: typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : null,
      headers: init.headers as Record<string, string>,
    };
    this.requests.push(request);
    if (!this.up) throw new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED 127.0.0.1:4170') });
    if (request.headers.accept === 'text/event-stream') return this.#openStream(request.path, init.signal ?? null);
    const answer = this.#answers.get(`${request.method} ${request.path}`);
    const body = answer === undefined ? { ok: true } : answer(request);
    return body instanceof Response ? body : Response.json(body);
  }) as typeof fetch;

  #openStream(path: string, signal: AbortSignal | null): Response {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        const stream = { path, controller };
        this.#streams.push(stream);
        signal?.addEventListener('abort', () => {
          this.#streams = this.#streams.filter((one) => one !== stream);
          controller.error(new DOMException('aborted', 'AbortError'));
        });
      },
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  }

  /** Sends an event on every open stream whose path ends so. */
  push(event: string, data: unknown, pathEnd = '/live'): void {
    this.#lastId += 1;
    const text = `id: ${this.#lastId}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
    for (const { path, controller } of this.#streams)
      if (path.endsWith(pathEnd)) controller.enqueue(encoder.encode(text));
  }

  /** Ends all streams; with `down`, nothing is answered any more. */
  drop({ down = false } = {}): void {
    this.up = !down;
    for (const { controller } of this.#streams.splice(0)) controller.close();
  }

  streamsOpen(pathEnd = '/live'): number {
    return this.#streams.filter(({ path }) => path.endsWith(pathEnd)).length;
  }

  /** The acts that came in: everything but reads. */
  acts(): string[] {
    return this.requests.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);
  }
}

/** A problem+json answer as the server would send it. */
export function problem(code: ProblemCode, detail: string): Response {
  const { status, title, remedy } = PROBLEMS[code];
  const body = { type: `urn:outdial:problem:${code}`, code, title, status, detail, remedy };
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/problem+json' } });
}
