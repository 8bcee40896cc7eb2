import { describe, expect, it } from 'vitest';
import { ApiError, createClient } from './client.ts';
import { ProblemError } from './problems.ts';

/** A server of one answer, which keeps what it was asked. */
function answering(answer: (request: Request) => Response) {
  const asked: Request[] = [];
  const client = createClient({
    baseUrl: 'http://server',
    token: 'secret',
    fetch: async (input, init) => {
      const request = new Request(input as string, init);
      asked.push(request);
      return answer(request);
    },
  });
  return { client, asked };
}

describe('the typed client', () => {
  it('fills the path, escapes it, and sends token, query and body', async () => {
    const { client, asked } = answering(() => Response.json({}));
    await client.call('agentJoin', { params: { campaignId: 'a/b c' }, body: { expectedVersion: 3 } });
    expect(asked[0]?.url).toBe('http://server/v1/agent/campaigns/a%2Fb%20c/join');
    expect(asked[0]?.headers.get('authorization')).toBe('Bearer secret');
    expect(await asked[0]?.json()).toEqual({ expectedVersion: 3 });
    await client.call('attempts', { query: { limit: 5, state: 'closed' } });
    expect(asked[1]?.url).toBe('http://server/v1/attempts?limit=5&state=closed');
  });

  it('turns a problem into an error with its code and remedy', async () => {
    const problem = new ProblemError('call-on-hold', 'Call k1 is on hold.');
    const { client } = answering(() => Response.json(problem.body(), { status: 409 }));
    const error = await client.call('campaigns').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code: 'call-on-hold', status: 409 });
    expect(String(error)).toMatch(/Resume it first/);
  });

  it('has words for an answer that is no problem, and for a server that is not there', async () => {
    const { client } = answering(() => new Response('<html>proxy</html>', { status: 502 }));
    await expect(client.call('campaigns')).rejects.toMatchObject({ code: 'unexpected-answer', status: 502 });
    const unreachable = createClient({
      baseUrl: 'http://nowhere',
      fetch: () => Promise.reject(new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') })),
    });
    await expect(unreachable.call('campaigns')).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(/ECONNREFUSED.*outdial up/),
    });
  });

  it('reads a stream whose events are cut anywhere', async () => {
    const text = 'id: 1\nevent: view\ndata: {"a":"é"}\n\n: keep-alive\n\nevent: notice\ndata: {"b":2}\n\n';
    const bytes = new TextEncoder().encode(text);
    for (let cut = 1; cut < bytes.length - 1; cut += 3) {
      const body = new ReadableStream({
        start(controller) {
          controller.enqueue(bytes.slice(0, cut));
          controller.enqueue(bytes.slice(cut));
          controller.close();
        },
      });
      const { client } = answering(() => new Response(body));
      const events = [];
      for await (const event of client.stream('agentEvents', { lastEventId: '0' })) events.push(event);
      expect(events.map(({ event, data }) => ({ event, data }))).toEqual([
        { event: 'view', data: { a: 'é' } },
        { event: 'notice', data: { b: 2 } },
      ]);
      expect(events[0]?.id).toBe('1');
    }
  });
});
