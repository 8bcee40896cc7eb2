/**
 * A million contacts imported over HTTP into the list of a running campaign, while others ask the API.
 * `node dist/bench/import.js [--contacts 1000000] [--json FILE]`; the server is a process of its own.
 */
import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Client, createClient } from '@outdial/shared';
import { runServer } from '../server-main.ts';
import { contacts, numberOf } from './people.ts';
import { spread } from './spread.ts';

const { values } = parseArgs({
  options: { contacts: { type: 'string', default: '1000000' }, json: { type: 'string' }, serve: { type: 'string' } },
});
const CONTACTS = Number(values.contacts);
const ASK_EVERY_MS = 20;

/** What the child does: the server as it is started every day. */
async function serve(folder: string): Promise<void> {
  const { url } = await runServer({
    dataFolder: folder,
    port: 0,
    control: `ipc://${join(folder, 'control')}`,
    live: `ipc://${join(folder, 'live')}`,
    operatorTokenFile: join(folder, 'token'),
    logLevel: 'silent',
  });
  process.send?.(url);
}

/** As lists really come: names, cities, a second number for one in ten. */
function* csv(): Generator<string> {
  yield 'name;phone;mobile;priority;time zone;city;contract;product\n';
  for (let from = 0; from < CONTACTS; from += 1_000) {
    yield contacts(from, Math.min(1_000, CONTACTS - from))
      .map(({ number, otherNumbers = [], name, priority, timeZone, fields }) =>
        [name, number, otherNumbers[0] ?? '', priority, timeZone ?? '', ...Object.values(fields)].join(';'),
      )
      .join('\n')
      .concat('\n');
  }
}

const megabytes = (status: string, field: string): number =>
  Math.round(Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) / 1_024);

/** Everything that a console and a supervisor ask for, one after the other, until the import is over. */
async function ask(api: Client, running: { over: boolean }) {
  const tookMs: number[] = [];
  const asks = [
    () => api.call('campaigns'),
    () => api.call('lists'),
    () => api.call('health'),
    () => api.call('lookUpNumber', { query: { number: numberOf(4_711) } }),
    () => api.call('attempts', { query: { limit: 50 } }),
  ];
  for (let n = 0; !running.over; n++) {
    const began = performance.now();
    await asks[n % asks.length]?.();
    tookMs.push(performance.now() - began);
    await sleep(ASK_EVERY_MS);
  }
  return tookMs;
}

async function measure(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'outdial-bench-'));
  const child = fork(import.meta.filename, ['--serve', folder], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  try {
    const baseUrl = await new Promise<string>((resolve) => child.once('message', (url) => resolve(String(url))));
    const token = readFileSync(join(folder, 'token'), 'utf8').trim();
    const api = createClient({ baseUrl, token });
    const list = await api.call('createList', { body: { name: 'A million' } });
    await api.call('createCampaign', {
      body: { name: 'West', mode: 'predictive', callerIds: [{ number: '+33199000000' }], listIds: [list.id] },
    });
    const encoder = new TextEncoder();
    const text = ReadableStream.from(csv()).pipeThrough(
      new TransformStream<string, Uint8Array>({ transform: (piece, sink) => sink.enqueue(encoder.encode(piece)) }),
    );
    const running = { over: false };
    const asked = ask(api, running);
    const began = performance.now();
    const report = await api.call('importList', { params: { listId: list.id }, text });
    const importS = Math.round((performance.now() - began) / 100) / 10;
    running.over = true;
    const tookMs = await asked;
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    const result = {
      contacts: CONTACTS,
      node: process.version,
      loadAverage: loadavg().map((load) => Math.round(10 * load) / 10),
      importS,
      accepted: report.accepted,
      duplicates: report.duplicates,
      refused: report.refusedTotal,
      requestsMeanwhile: tookMs.length,
      requestMs: spread(tookMs),
      peakResidentMiB: megabytes(status, 'VmHWM'),
      residentMiB: megabytes(status, 'VmRSS'),
    };
    const written = `${JSON.stringify(result, null, 2)}\n`;
    process.stdout.write(written);
    if (values.json !== undefined) writeFileSync(values.json, written);
  } finally {
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
    rmSync(folder, { recursive: true, force: true });
  }
}

await (values.serve === undefined ? measure() : serve(values.serve));
