/** The typed HTTP client that console, agent client and command line share: one function, driven by the route table. */
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { type ProblemBody, zProblem } from './problems.ts';
import type { Route } from './route.ts';
import { type FileRouteName, ROUTES, type RouteName, type RouteRequest, type RouteResponse } from './routes.ts';

export interface ClientOptions {
  /** `http://127.0.0.1:4170` */
  baseUrl: string;
  token?: string;
  fetch?: typeof fetch;
}

/** Thrown when the server answered with a problem, or could not be reached (`code` is then `unreachable`). */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly problem: ProblemBody | null;

  constructor(code: string, status: number, message: string, problem: ProblemBody | null, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ApiError';
    this.code = code;
    this.status = status;
    this.problem = problem;
  }
}

/** One server-sent event, its `data` parsed. */
export interface StreamEvent {
  id: string | undefined;
  event: string;
  data: unknown;
}

export interface StreamRequest {
  params?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, unknown>>;
  lastEventId?: string;
  signal?: AbortSignal;
}

/** Nothing need be sent where nothing must be. */
export type SentWith<Name extends RouteName> =
  unknown extends RouteRequest<Name>
    ? []
    : object extends RouteRequest<Name>
      ? [request?: RouteRequest<Name>]
      : [request: RouteRequest<Name>];

export interface Client {
  call<Name extends RouteName>(name: Name, ...request: SentWith<Name>): Promise<RouteResponse<Name>>;
  /** The same as it comes, for one that is long. */
  open<Name extends FileRouteName>(name: Name, ...request: SentWith<Name>): Promise<ReadableStream<Uint8Array>>;
  /** The file that the route answers with. */
  download<Name extends FileRouteName>(name: Name, ...request: SentWith<Name>): Promise<Uint8Array<ArrayBuffer>>;
  /** Reads one stream until it ends or is aborted; reconnecting is the caller's, with the last id that it saw. */
  stream(name: RouteName, request?: StreamRequest): AsyncGenerator<StreamEvent>;
  /** The same client with another token. */
  withToken(token: string): Client;
}

interface LooseRequest {
  params?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, unknown>>;
  body?: unknown;
  text?: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;
}

async function failure(response: Response): Promise<ApiError> {
  const text = await response.text();
  try {
    const problem = zProblem.parse(JSON.parse(text));
    return new ApiError(
      problem.code,
      response.status,
      `${problem.title}: ${problem.detail} ${problem.remedy}`,
      problem,
    );
  } catch {
    return new ApiError('unexpected-answer', response.status, `HTTP ${response.status}: ${text.slice(0, 200)}`, null);
  }
}

export function createClient(options: ClientOptions): Client {
  const doFetch = options.fetch ?? fetch;

  async function send(
    name: RouteName,
    request: LooseRequest,
    headers: Record<string, string>,
    signal?: AbortSignal,
  ): Promise<Response> {
    const { method, path } = ROUTES[name];
    const filled = path.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(request.params?.[key] ?? ''));
    const query = new URLSearchParams();
    for (const [key, value] of Object.entries(request.query ?? {}))
      if (value !== undefined) query.set(key, String(value));
    const url = `${options.baseUrl}${filled}${query.size === 0 ? '' : `?${query}`}`;
    const init: RequestInit = { method: method.toUpperCase(), headers };
    if (options.token !== undefined) headers.authorization = `Bearer ${options.token}`;
    if (request.text !== undefined) {
      const { textBody = 'text/csv' }: Route = ROUTES[name];
      headers['content-type'] = textBody;
      init.body = request.text;
      // A file is sent as it is read (fetch, "half duplex"): the answer comes when all of it was taken.
      if (request.text instanceof ReadableStream) Object.assign(init, { duplex: 'half' });
    } else if ('body' in ROUTES[name]) {
      headers['content-type'] = 'application/json';
      init.body = JSON.stringify(request.body ?? {});
    }
    if (signal !== undefined) init.signal = signal;
    let response: Response;
    try {
      response = await doFetch(url, init);
    } catch (cause) {
      if (signal?.aborted === true) throw cause;
      const why = cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : String(cause);
      throw new ApiError(
        'unreachable',
        0,
        `Cannot reach ${options.baseUrl}: ${why}. Is \`outdial up\` running there?`,
        null,
        { cause },
      );
    }
    if (!response.ok) throw await failure(response);
    return response;
  }

  return {
    async call(name, ...rest) {
      const response = await send(name, (rest[0] ?? {}) as LooseRequest, { accept: 'application/json' });
      return (await response.json()) as never;
    },
    async open(name, ...rest) {
      const response = await send(name, (rest[0] ?? {}) as LooseRequest, { accept: ROUTES[name].file });
      return response.body ?? new ReadableStream();
    },
    async download(name, ...rest) {
      const response = await send(name, (rest[0] ?? {}) as LooseRequest, { accept: ROUTES[name].file });
      return new Uint8Array(await response.arrayBuffer());
    },
    async *stream(name, request = {}) {
      const headers: Record<string, string> = { accept: 'text/event-stream' };
      if (request.lastEventId !== undefined) headers['last-event-id'] = request.lastEventId;
      const response = await send(
        name,
        {
          ...(request.params === undefined ? {} : { params: request.params }),
          ...(request.query === undefined ? {} : { query: request.query }),
        },
        headers,
        request.signal,
      );
      if (response.body === null) return;
      const ready: EventSourceMessage[] = [];
      const parser = createParser({ onEvent: (event) => ready.push(event) });
      const decoder = new TextDecoder();
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
        parser.feed(decoder.decode(chunk, { stream: true }));
        for (const event of ready.splice(0)) {
          yield { id: event.id, event: event.event ?? 'message', data: JSON.parse(event.data) as unknown };
        }
      }
    },
    withToken: (token) => createClient({ ...options, token }),
  };
}
