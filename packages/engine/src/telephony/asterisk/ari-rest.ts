/** REST of ARI over at most sixteen kept sockets: Asterisk's HTTP server counts sessions, and refuses past its limit. */
import { Agent, request as httpRequest } from 'node:http';
import { request as httpsRequest, Agent as TlsAgent } from 'node:https';

const MAX_SOCKETS = 16;
const ANSWER_TIMEOUT_MS = 5_000;
const MAX_ANSWER_BYTES = 16 << 20;
/** Nine hours of a recorded call. */
const MAX_FILE_BYTES = 512 << 20;

/** Asterisk refused a request, or could not be asked: `status` is 0 then. */
export class AriError extends Error {
  override name = 'AriError';
  readonly code = 'ari-refused';
  readonly status: number;

  constructor(status: number, message: string, cause?: unknown) {
    super(message, { cause });
    this.status = status;
  }
}

export type Query = Readonly<Record<string, string | number | undefined>>;

export interface AriAccess {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

export class AriRest {
  readonly #base: URL;
  readonly #authorization: string;
  readonly #agent: Agent;

  constructor({ password, url, user }: AriAccess, maxSockets = MAX_SOCKETS) {
    this.#base = new URL(url);
    this.#authorization = basicAuthorization(user, password);
    const options = { keepAlive: true, maxSockets };
    this.#agent = this.#base.protocol === 'https:' ? new TlsAgent(options) : new Agent(options);
  }

  get(path: string, query: Query = {}): Promise<unknown> {
    return this.#ask('GET', path, query);
  }

  /** `body` carries what has no place in a query: variables of a channel. */
  post(path: string, query: Query = {}, body?: unknown): Promise<unknown> {
    return this.#ask('POST', path, query, body);
  }

  delete(path: string, query: Query = {}): Promise<unknown> {
    return this.#ask('DELETE', path, query);
  }

  /** A file, as it lies there. */
  async download(path: string): Promise<Uint8Array> {
    return (await this.#ask('GET', path, {}, undefined, true)) as Uint8Array;
  }

  close(): void {
    this.#agent.destroy();
  }

  #ask(method: string, path: string, query: Query, body?: unknown, raw = false): Promise<unknown> {
    const { hostname, pathname, port, protocol } = this.#base;
    const what = `${method} ${path}`;
    const payload = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const send = protocol === 'https:' ? httpsRequest : httpRequest;
      const request = send(
        {
          ...{ method, hostname, port, agent: this.#agent, timeout: ANSWER_TIMEOUT_MS },
          path: `${pathname.replace(/\/$/, '')}/ari${path}${queryString(query)}`,
          headers: {
            authorization: this.#authorization,
            ...(payload === undefined
              ? {}
              : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
          },
        },
        (response) => {
          const parts: Buffer[] = [];
          let bytes = 0;
          response.on('data', (part: Buffer) => {
            bytes += part.length;
            if (bytes > (raw ? MAX_FILE_BYTES : MAX_ANSWER_BYTES))
              request.destroy(new Error(`the answer is over ${raw ? MAX_FILE_BYTES : MAX_ANSWER_BYTES} bytes`));
            else parts.push(part);
          });
          response.on('error', (error) => reject(new AriError(0, `${what}: ${error.message}`, error)));
          response.on('end', () => {
            const whole = Buffer.concat(parts);
            const status = response.statusCode ?? 0;
            const done = status >= 200 && status < 300;
            const answer = done && raw ? whole : readAnswer(whole.toString('utf8'));
            if (done) resolve(answer);
            else reject(new AriError(status, `${what}: Asterisk answered ${status} ${messageIn(answer)}`));
          });
        },
      );
      request.on('timeout', () => request.destroy(new Error(`no answer within ${ANSWER_TIMEOUT_MS} ms`)));
      request.on('error', (error) => reject(new AriError(0, `${what}: ${error.message}`, error)));
      request.end(payload);
    });
  }
}

export function basicAuthorization(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** A path of fixed words and ids, safe whatever the ids hold. */
export function path(strings: TemplateStringsArray, ...ids: readonly string[]): string {
  return strings.reduce((all, part, i) => `${all}${encodeURIComponent(ids[i - 1] ?? '')}${part}`);
}

function queryString(query: Query): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

function readAnswer(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return text;
  }
}

function messageIn(answer: unknown): string {
  return typeof answer === 'object' && answer !== null && 'message' in answer ? String(answer.message) : '';
}
