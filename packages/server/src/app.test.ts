import { PROBLEMS, type ProblemCode, ROUTES } from '@outdial/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, DRAFT, makeCampaign, openBench, PASSWORD, problemOf } from './testing/bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

/** The whole answer is a problem of this code, with words and a remedy. */
async function expectProblem(response: Response, code: ProblemCode): Promise<Record<string, unknown>> {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.status).toBe(PROBLEMS[code].status);
  const body = (await response.json()) as Record<string, unknown>;
  expect(body).toMatchObject({
    type: `urn:outdial:problem:${code}`,
    code,
    status: PROBLEMS[code].status,
    title: PROBLEMS[code].title,
    remedy: PROBLEMS[code].remedy,
  });
  expect(String(body.detail).length).toBeGreaterThan(5);
  return body;
}

const json = (method: string, body: unknown, type = 'application/json'): RequestInit => ({
  method,
  headers: { 'content-type': type },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

describe('every refusal is a problem that says what to do', () => {
  it('a wrong password', async () => {
    const response = await bench.raw('/v1/sessions', json('POST', { username: 'anna', password: 'not this one' }));
    await expectProblem(response, 'wrong-credentials');
  });

  it('no token, a token of nobody, a token that is no token', async () => {
    await expectProblem(await bench.raw('/v1/me'), 'not-logged-in');
    await expectProblem(await bench.raw('/v1/me', {}, 'odt_unknown'), 'not-logged-in');
    await expectProblem(await bench.raw('/v1/me', {}, 'with blanks in it'), 'not-logged-in');
  });

  it('GT-1: a wrong role, with the role that is needed', async () => {
    const response = await bench.raw('/v1/campaigns', {}, bench.agent.token);
    expect(await expectProblem(response, 'wrong-role')).toMatchObject({ needs: 'supervisor' });
  });

  it('a body that names wrong fields, each of them', async () => {
    const body = { ...DRAFT, name: '', linesPerAgent: 'many', callerIds: [{ number: '0199000000' }] };
    const response = await bench.raw('/v1/campaigns', json('POST', body), bench.manager.token);
    const { errors } = await expectProblem(response, 'malformed-body');
    expect(errors).toEqual([
      { field: 'name', message: expect.any(String) },
      { field: 'callerIds.0.number', message: expect.stringContaining('E.164') },
      { field: 'linesPerAgent', message: expect.any(String) },
    ]);
  });

  it('a body that is no JSON, one that is missing, one of another type', async () => {
    const post = (init: RequestInit) => bench.raw('/v1/campaigns', { method: 'POST', ...init }, bench.manager.token);
    await expectProblem(await post(json('POST', '{"name": ')), 'malformed-body');
    await expectProblem(await post({}), 'malformed-body');
    expect(await expectProblem(await post(json('POST', 'name=x', 'text/plain')), 'wrong-content-type')).toMatchObject({
      takes: 'application/json',
    });
  });

  it('a body in which everything may be left out may be left out itself', async () => {
    const response = await bench.raw('/v1/agent/log-in', { method: 'POST' }, bench.agent.token);
    expect(response.status).toBe(200);
    expect(bench.bus.seats.get(bench.agent.user.id)?.phone).toBe('simulated');
  });

  it('a query parameter', async () => {
    const response = await bench.raw('/v1/attempts?limit=0', {}, bench.supervisor.token);
    const { errors } = await expectProblem(response, 'malformed-parameter');
    expect(errors).toEqual([{ field: 'limit', message: expect.any(String) }]);
    await expectProblem(await bench.raw('/v1/audit?after=x', {}, bench.supervisor.token), 'malformed-parameter');
  });

  it('too much JSON, told by its length or found while reading', async () => {
    const big = json('POST', { ...DRAFT, name: 'x'.repeat(300_000) });
    expect(await expectProblem(await bench.raw('/v1/campaigns', big, bench.manager.token), 'too-large')).toMatchObject({
      limitBytes: 262_144,
    });
    const stream = new ReadableStream({
      pull: (controller) => controller.enqueue(new TextEncoder().encode(' '.repeat(65_536))),
    });
    const endless = { ...big, body: stream, duplex: 'half' } as RequestInit;
    await expectProblem(await bench.raw('/v1/campaigns', endless, bench.manager.token), 'too-large');
  });

  it('half a body, and then nothing: the connection is closed after 30 s', async () => {
    const { app, clock, manager } = bench;
    let destroyed = false;
    const stream = new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode('{')) });
    const init = {
      ...json('POST', {}),
      headers: { 'content-type': 'application/json', authorization: `Bearer ${manager.token}` },
      body: stream,
      duplex: 'half',
    } as RequestInit;
    const incoming = {
      complete: false,
      destroy: () => {
        destroyed = true;
      },
    };
    void app.request('/v1/campaigns', init, { incoming });
    await expect
      .poll(() => {
        clock.advance(10_000);
        return destroyed;
      })
      .toBe(true);
  });

  it('a field that there is not: a typing slip is not passed over', async () => {
    const slip = json('POST', { ...DRAFT, linePerAgent: 3 });
    const { errors } = await expectProblem(
      await bench.raw('/v1/campaigns', slip, bench.manager.token),
      'malformed-body',
    );
    expect(errors).toEqual([{ field: '(whole)', message: expect.stringContaining('linePerAgent') }]);
  });

  it('too large a CSV file, told by its length or found while reading; what is no text', async () => {
    const small = await openBench({ app: { csvLimitBytes: 1_000 } });
    const { token } = small.supervisor;
    const list = await small.supervisor.call('createList', { body: { name: 'People' } });
    const path = `/v1/lists/${list.id}/import`;
    const rows = '+33199001234\n'.repeat(200);
    const headers = { 'content-type': 'text/csv', 'content-length': String(rows.length) };
    const told = await small.raw(path, { method: 'POST', headers, body: rows }, token);
    expect(await expectProblem(told, 'too-large')).toMatchObject({ limitBytes: 1_000 });
    const body = new Blob([rows]).stream();
    const found = { method: 'POST', headers: { 'content-type': 'text/csv' }, body, duplex: 'half' } as RequestInit;
    await expectProblem(await small.raw(path, found, token), 'too-large');
    expect((await small.supervisor.call('audit'))[0]).toMatchObject({
      act: 'list.import',
      detail: 'People: broken off, too-large, 0 kept',
    });
    await expectProblem(await small.raw(path, json('POST', '%PDF-1.7 and so on', 'text/csv'), token), 'invalid-file');
    await small.close();
  });

  it('an unknown campaign, list, user, call, route', async () => {
    const { supervisor, administrator } = bench;
    const get = (path: string) => bench.raw(path, {}, supervisor.token);
    await expectProblem(await get('/v1/campaigns/nothing'), 'unknown-campaign');
    await expectProblem(await get('/v1/calls/nothing/monitor'), 'unknown-call');
    await expectProblem(await get('/v1/nothing'), 'not-found');
    await expectProblem(await bench.raw('/v1/me', { method: 'DELETE' }, supervisor.token), 'not-found');
    const csv = json('POST', 'a', 'text/csv');
    await expectProblem(await bench.raw('/v1/lists/nothing/import', csv, supervisor.token), 'unknown-list');
    const lock = json('PUT', { locked: true });
    await expectProblem(await bench.raw('/v1/users/nobody/locked', lock, administrator.token), 'unknown-user');
  });

  it('WX-11: a call that is ended while on hold', async () => {
    const { agent, bus } = bench;
    const campaign = await makeCampaign(bench, [agent]);
    await agent.call('agentLogIn', { body: {} });
    await agent.call('agentReady', { body: {} });
    const { interactionId } = bus.deliver(agent.user.id, campaign, 'connected');
    await agent.call('hold', { params: { interactionId }, body: {} });
    const path = `/v1/agent/interactions/${interactionId}/hang-up`;
    const body = await expectProblem(await bench.raw(path, { method: 'POST' }, agent.token), 'call-on-hold');
    expect(body.remedy).toContain('Resume it first');
    await agent.call('resume', { params: { interactionId }, body: {} });
    const view = await agent.call('hangUp', { params: { interactionId }, body: {} });
    expect(view.presence.kind).toBe('wrap-up');
  });

  it('a fault of ours, with its request id and without a stack', async () => {
    const response = await bench.raw('/v1/summary', { headers: { 'x-request-id': 'abc-1' } }, bench.supervisor.token);
    const body = await expectProblem(response, 'internal-error');
    expect(body).toMatchObject({ requestId: 'abc-1' });
    expect(JSON.stringify(body)).not.toContain('no figures here');
    expect(JSON.stringify(body)).not.toContain('.ts');
    const line = bench.log.find((entry) => entry.includes('a fault of ours'));
    expect(line).toContain('no figures here');
    expect(line).toContain('abc-1');
  });

  it('a store that is gone', async () => {
    await bench.store.close();
    await expectProblem(await bench.raw('/v1/me', {}, bench.agent.token), 'store-failed');
    expect(await bench.anonymous.call('health')).toEqual({ ok: false, engine: 'connected', store: 'failed' });
  });
});

describe('answers', () => {
  it('carry security headers and a request id, and are not kept by caches', async () => {
    const { headers } = await bench.raw('/healthz');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-request-id')).toMatch(/^[\w-]{10,}$/);
  });

  it('leave no telephone number, token or password in the log', async () => {
    await makeCampaign(bench, [bench.agent]);
    await problemOf(bench.anonymous.call('logIn', { body: { username: 'anna', password: 'hunter2hunter2' } }));
    await bench.raw('/v1/calls/+33199001234/hang-up', { method: 'POST' }, bench.supervisor.token);
    const log = bench.log.join('');
    expect(log).toContain('/v1/campaigns');
    expect(log).not.toContain('+33199001234');
    expect(log).not.toContain('33199000000');
    expect(log).not.toContain('hunter2');
    expect(log).not.toContain(PASSWORD);
    expect(log).not.toContain(bench.supervisor.token);
  });
});

interface Operation {
  operationId: string;
  responses: Record<string, unknown>;
  parameters?: { name: string; in: string; required?: boolean }[];
  requestBody?: { content: Record<string, unknown> };
  security?: unknown[];
}

describe('/openapi.json', () => {
  it('describes every route of the table in OpenAPI 3.1, and every reference leads somewhere', async () => {
    const response = await bench.raw('/openapi.json');
    expect(response.status).toBe(200);
    const document = (await response.json()) as {
      openapi: string;
      paths: Record<string, Record<string, Operation>>;
    } & Record<string, unknown>;
    expect(document.openapi).toBe('3.1.0');
    const described = Object.values(document.paths).flatMap((path) => Object.values(path).map((o) => o.operationId));
    expect(described.toSorted()).toEqual(Object.keys(ROUTES).toSorted());
    for (const [name, route] of Object.entries(ROUTES)) {
      const operation = document.paths[route.path]?.[route.method];
      expect(operation?.operationId).toBe(name);
      const inPath = (operation?.parameters ?? []).filter((parameter) => parameter.in === 'path');
      const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
      expect(inPath.map((parameter) => parameter.name)).toEqual(names);
      expect(inPath.every((parameter) => parameter.required)).toBe(true);
      expect(operation?.security === undefined).toBe(route.role === null);
      const types = Object.keys(operation?.requestBody?.content ?? {});
      expect(types).toEqual('body' in route ? ['application/json'] : 'textBody' in route ? [route.textBody] : []);
    }
    const text = JSON.stringify(document);
    const references = [...new Set([...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path ?? ''))];
    expect(references).toContain('components/responses/Problem');
    for (const reference of references) {
      const found = reference.split('/').reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], document);
      expect(found, reference).toBeDefined();
    }
  });
});
