/** Answers the route table without a server: finds the route, checks token, role, parameters and body, runs the handler. */
import { ProblemError, ROUTES, type Route, type RouteName, roleIncludes, type User } from '@outdial/shared';

export interface FakeRequest {
  user: User;
  token: string;
  params: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  /** Checked against the route's schema. */
  body: unknown;
  text: string;
  lastEventId: string | null;
  signal: AbortSignal | null;
}

type FakeHandler = (request: FakeRequest) => unknown;
export type FakeHandlers = Partial<Record<RouteName, FakeHandler>>;

const NOBODY = { id: '', username: '', name: '', role: 'agent', locked: true } as unknown as User;

function find(method: string, path: string): { name: RouteName; params: Record<string, string> } | null {
  for (const [name, route] of Object.entries(ROUTES) as [RouteName, Route][]) {
    if (route.method.toUpperCase() !== method) continue;
    const pattern = new RegExp(`^${route.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
    const match = pattern.exec(path);
    if (match === null) continue;
    const params = Object.entries(match.groups ?? {}).map(([key, value]) => [key, decodeURIComponent(value)]);
    return { name, params: Object.fromEntries(params) as Record<string, string> };
  }
  return null;
}

export interface FakeRouterOptions {
  handlers: FakeHandlers;
  userOf(token: string): User | null;
}

export async function answer(options: FakeRouterOptions, url: URL, init: RequestInit): Promise<Response> {
  try {
    const found = find(init.method ?? 'GET', url.pathname);
    if (found === null) throw new ProblemError('not-found', `${init.method} ${url.pathname}`);
    const route: Route = ROUTES[found.name];
    const headers = new Headers(init.headers);
    const token = (headers.get('authorization') ?? '').replace(/^Bearer /, '');
    const user = options.userOf(token);
    if (route.role !== null) {
      if (user === null) throw new ProblemError('not-logged-in', 'The token is unknown or has ended.');
      if (!roleIncludes(user.role, route.role)) {
        throw new ProblemError('wrong-role', `You are ${user.role}.`, { needs: route.role });
      }
    }
    const text = init.body === undefined || init.body === null ? '' : await new Response(init.body).text();
    let body: unknown = null;
    if (route.body !== undefined) {
      const parsed = route.body.safeParse(text === '' ? {} : JSON.parse(text));
      if (!parsed.success) throw new ProblemError('malformed-body', parsed.error.message);
      body = parsed.data;
    }
    const handler = options.handlers[found.name];
    if (handler === undefined) throw new ProblemError('internal-error', `The fake server does not do ${found.name}.`);
    const answered = await handler({
      user: user ?? NOBODY,
      token,
      params: found.params,
      query: Object.fromEntries(url.searchParams),
      body,
      text,
      lastEventId: headers.get('last-event-id'),
      signal: init.signal ?? null,
    });
    return answered instanceof Response ? answered : Response.json(answered);
  } catch (cause) {
    if (!(cause instanceof ProblemError)) throw cause;
    const problem = cause.body(url.pathname);
    return Response.json(problem, { status: problem.status, headers: { 'content-type': 'application/problem+json' } });
  }
}
