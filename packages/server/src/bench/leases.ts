/**
 * How fast records are handed out from a large list with every kind of rule on.
 * `node dist/bench/leases.js [--contacts 1000000] [--rounds 400] [--folder FOLDER [--fill-only]] [--json FILE]`
 * A folder that was filled before is used as it is.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type AttemptId,
  type CampaignId,
  type EngineEpoch,
  type Fact,
  type LeaseGrant,
  type LeaseId,
  OUTCOMES,
  seededRandom,
} from '@outdial/shared';
import { openSqliteStore } from '../store/index.ts';
import type { Store } from '../store/port.ts';
import { CALLER_ID, consentOf, contacts, everyRule, LIST_IDS, numberOf } from './people.ts';
import { spread } from './spread.ts';

const { values } = parseArgs({
  options: {
    contacts: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '400' },
    folder: { type: 'string' },
    'fill-only': { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});
const CONTACTS = Number(values.contacts);
const ROUNDS = Number(values.rounds);
/** Wednesday, 10:30 in Paris: inside every pack's hours there, before them in London and New York, after them in Adelaide. */
const START_MS = Date.parse('2026-10-14T10:30:00+02:00');
const CAMPAIGN = 'a' as CampaignId;
const EPOCH = 'engine-1' as EngineEpoch;
const BATCH = 1_000;

const say = (words: string): void => void process.stderr.write(`${words}\n`);

async function fill(store: Store): Promise<void> {
  for (const [n, id] of LIST_IDS.entries())
    await store.createList({ id, name: `List ${n + 1}`, createdAtMs: START_MS });
  for (let from = 0; from < CONTACTS; from += BATCH) {
    const listId = LIST_IDS[Math.floor((from / CONTACTS) * LIST_IDS.length)] ?? LIST_IDS[0];
    if (listId === undefined) continue;
    await store.addContacts({ listId, contacts: contacts(from, BATCH) });
    const numbers = Array.from({ length: BATCH }, (_, at) => from + at);
    // One in twenty has agreed to nothing, one in fifty is not to be called.
    await store.addConsents(numbers.filter((n) => n % 20 !== 7).map((n) => consentOf(n, START_MS)));
    await store.addDoNotCall(
      numbers
        .filter((n) => n % 50 === 3)
        .map((n) => ({ number: numberOf(n), campaignId: null, reason: 'asked for', atMs: START_MS })),
    );
  }
}

const random = seededRandom(7);
let leases = 0;
let seq = 0;
let nowMs = START_MS;

const lease = (store: Store, n: number): Promise<LeaseGrant> =>
  store.lease({
    leaseId: `lease-${++leases}` as LeaseId,
    campaignId: CAMPAIGN,
    n,
    epoch: EPOCH,
    nowMs,
    leaseMs: 60_000,
  });

/** The records of a lease, dialed and ended: what the next leases find in the past. */
async function dial(store: Store, grant: LeaseGrant): Promise<{ granted: number; intentMs: number; factsMs: number }> {
  const began = performance.now();
  const answers = await store.intend({
    epoch: EPOCH,
    nowMs,
    intents: grant.records.map((record) => ({
      attemptId: `attempt-${grant.leaseId}-${record.contactId}` as AttemptId,
      leaseId: grant.leaseId,
      campaignId: CAMPAIGN,
      contactId: record.contactId,
      number: record.number,
      callerId: CALLER_ID,
      agentId: null,
    })),
  });
  const answered = performance.now();
  const facts = answers
    .filter(({ granted }) => granted)
    .map(({ attemptId }): Fact => {
      const outcome = OUTCOMES[random.below(7)] ?? 'busy';
      const liveEnd = outcome === 'live' ? 'connected' : null;
      const body = { type: 'ended', attemptId, outcome, liveEnd, endedBy: 'network', detail: '', talkMs: 0 } as const;
      return { ...body, waitMs: null, seq: ++seq, atMs: nowMs };
    });
  await store.applyFacts({ epoch: EPOCH, facts, nowMs });
  return { granted: facts.length, intentMs: answered - began, factsMs: performance.now() - answered };
}

async function inHundreds(store: Store, rounds: number) {
  const [leaseMs, leaseCpuMs, intentMs, factsMs]: [number[], number[], number[], number[]] = [[], [], [], []];
  let records = 0;
  let granted = 0;
  let short = 0;
  for (let round = 0; round < rounds; round++) {
    const [began, cpu] = [performance.now(), process.cpuUsage()];
    const grant = await lease(store, 100);
    leaseMs.push(performance.now() - began);
    const used = process.cpuUsage(cpu);
    leaseCpuMs.push((used.user + used.system) / 1_000);
    records += grant.records.length;
    if (grant.records.length < 100) short += 1;
    const dialed = await dial(store, grant);
    granted += dialed.granted;
    intentMs.push(dialed.intentMs);
    factsMs.push(dialed.factsMs);
    nowMs += 500;
  }
  const totalMs = leaseMs.reduce((sum, ms) => sum + ms, 0);
  return {
    rounds,
    records,
    granted,
    short,
    leaseOf100Ms: spread(leaseMs),
    /** Of the whole process meanwhile, checkpoints included: what it takes where the machine is shared. */
    leaseOf100CpuMs: spread(leaseCpuMs),
    recordsLeasedPerSecond: Math.round((1_000 * records) / totalMs),
    intentsOf100Ms: spread(intentMs),
    factsOf100Ms: spread(factsMs),
  };
}

/** Leases of one record, `abreast` of them asked for at once, as many small campaigns ask. */
async function oneByOne(store: Store, count: number, abreast: number) {
  const tookMs: number[] = [];
  const began = performance.now();
  const worker = async (): Promise<void> => {
    for (let n = 0; n < count / abreast; n++) {
      const asked = performance.now();
      const grant = await lease(store, 1);
      tookMs.push(performance.now() - asked);
      if (grant.records.length !== 1) throw new Error('nothing to lease');
    }
  };
  await Promise.all(Array.from({ length: abreast }, worker));
  const seconds = (performance.now() - began) / 1_000;
  return {
    leases: tookMs.length,
    abreast,
    leasesPerSecond: Math.round(tookMs.length / seconds),
    leaseMs: spread(tookMs),
  };
}

/** What consoles ask for while it dials. */
async function looks(store: Store, count: number) {
  const [dryRunMs, listsMs, countsMs]: [number[], number[], number[]] = [[], [], []];
  const timed = async (into: number[], work: Promise<unknown>): Promise<void> => {
    const began = performance.now();
    await work;
    into.push(performance.now() - began);
  };
  for (let n = 0; n < count; n++) {
    await timed(dryRunMs, store.dryRun({ campaignId: CAMPAIGN, nowMs }));
    await timed(listsMs, store.campaignLists({ campaignId: CAMPAIGN, nowMs }));
    await timed(countsMs, store.campaignCounts(nowMs));
  }
  return { dryRunMs: spread(dryRunMs), campaignListsMs: spread(listsMs), campaignCountsMs: spread(countsMs) };
}

async function measure(store: Store, path: string) {
  const warm = await inHundreds(store, 20);
  const hundreds = await inHundreds(store, ROUNDS);
  const singles = await oneByOne(store, 4_000, 16);
  // An hour and a half later London has opened: its contacts come due at once.
  nowMs = START_MS + 90 * 60_000;
  const afterOpening = await inHundreds(store, Math.ceil(ROUNDS / 4));
  return {
    contacts: CONTACTS,
    node: process.version,
    loadAverage: loadavg().map((load) => Math.round(10 * load) / 10),
    fileMiB: Math.round(statSync(path).size / 2 ** 20),
    residentMiB: Math.round(process.memoryUsage().rss / 2 ** 20),
    warmUp: warm.leaseOf100Ms,
    hundreds,
    singles,
    afterOpening,
    looks: await looks(store, 50),
  };
}

const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'outdial-bench-'));
mkdirSync(folder, { recursive: true });
const path = join(folder, 'store.sqlite');
const filled = existsSync(path);
const store = await openSqliteStore(path);
try {
  const began = performance.now();
  if (!filled) await fill(store);
  await store.setPolicies([everyRule('a')]);
  say(`ready after ${Math.round((performance.now() - began) / 1_000)} s`);
  if (!values['fill-only']) {
    const text = `${JSON.stringify(await measure(store, path), null, 2)}\n`;
    process.stdout.write(text);
    if (values.json !== undefined) writeFileSync(values.json, text);
  }
} finally {
  await store.close();
  if (values.folder === undefined) rmSync(folder, { recursive: true, force: true });
}
