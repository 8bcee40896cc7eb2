/** Real SIP calls and RTP on one machine by the command line, and starts that cannot work told in one line. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LabLedger, noAsterisk, readLabLedger } from './support/lab.ts';
import { outdial, run, startDemo, temporaryFolder, until } from './support/program.ts';
import { query } from './support/store.ts';

const OUTCOME_OF: Readonly<Record<string, string>> = {
  ...{ human: 'live', machine: 'answering-machine', fax: 'fax', busy: 'busy', invalid: 'invalid-number' },
  ...{ announced: 'invalid-number', rejected: 'rejected', 'no-answer': 'no-answer' },
};

const temporary = temporaryFolder();
afterAll(() => temporary.remove());

describe.skipIf(noAsterisk)(
  'the lab (skipped where no Asterisk is: scripts/asterisk/fetch.sh ~/.cache/outdial/asterisk)',
  () => {
    describe('outdial up --demo --telephony asterisk --lab', () => {
      const folder = join(temporary.folder, 'floor');
      let summary: { attempts: number; connected: number; screenedFrames: number };
      let ledger: LabLedger;

      beforeAll(async () => {
        const demo = await startDemo(folder, ['--telephony', 'asterisk', '--lab', '--for', '10m']);
        await until('calls have ended, and people were connected', () => {
          const sql = "select count(*) as ended, count(connected_at) as connected from attempts where state = 'closed'";
          const [attempts] = query<{ ended: number; connected: number }>(folder, sql);
          return (attempts?.ended ?? 0) >= 20 && (attempts?.connected ?? 0) >= 4 ? true : null;
        });
        // A timed run does not wait for its calls when it is asked to end.
        demo.running.child.kill('SIGINT');
        const { code, stderr, stdout } = await demo.running.ended;
        expect(code, stderr).toBe(0);
        summary = JSON.parse(stdout);
        ledger = readLabLedger(folder);
      });

      it('every attempt reached the carrier once, by SIP, and ended as it played it', () => {
        const fates = new Map(ledger.calls.map(({ number, fate }) => [number, fate]));
        expect(ledger.calls).toHaveLength(fates.size);
        const stored = query<{ number: string; outcome: string; detail: string }>(
          folder,
          "select number, outcome, detail from attempts where detail not like 'not dialed%'",
        );
        expect(stored.map(({ number }) => number).toSorted()).toEqual([...fates.keys()].toSorted());
        expect(summary.attempts).toBeGreaterThan(10);
        // The end of the run cuts some short; and the detector may doubt.
        const played = stored.filter(
          ({ detail }) => !/we hung up before|all calls were ended|unknown heard/.test(detail),
        );
        expect(played.length).toBeGreaterThan(5);
        for (const { number, outcome, detail } of played) {
          expect(outcome, `${number}: ${detail}`).toBe(OUTCOME_OF[fates.get(number) ?? '']);
        }
      });

      it('who is connected hears the agent, and the detector heard the RTP', () => {
        expect(summary.connected).toBeGreaterThan(0);
        expect(summary.screenedFrames).toBeGreaterThan(100);
        const heard = new Map(ledger.ends.map(({ number, ended }) => [number, ended]));
        const connected = query<{ number: string; talkMs: number }>(
          folder,
          'select number, talk_ms as talkMs from attempts where connected_at is not null',
        );
        for (const { number, talkMs } of connected) {
          expect(heard.get(number)?.heardFrames, number).toBeGreaterThan((0.3 * talkMs) / 20 - 20);
        }
      });
    });

    describe('a start that cannot work', () => {
      let lab: ReturnType<typeof outdial>;
      let good: Record<string, unknown>;

      beforeAll(async () => {
        lab = outdial(['lab', '--folder', join(temporary.folder, 'lab')]);
        const file = await until('the lab is up', () => lab.stdout().trim() || null);
        good = JSON.parse(readFileSync(file, 'utf8'));
      });
      afterAll(async () => {
        lab.child.kill('SIGTERM');
        await lab.ended;
      });

      const start = async (change: object, env: Record<string, string> = {}) => {
        const file = join(temporary.folder, 'asterisk.json');
        writeFileSync(file, JSON.stringify({ ...good, ...change }));
        const endpoints = ['control', 'live'].flatMap((name) => [`--${name}`, `ipc://${temporary.folder}/${name}`]);
        return run(['engine', '--telephony', 'asterisk', '--asterisk', file, ...endpoints], env);
      };

      it.each([
        [
          'a wrong password',
          { password: 'wrong' },
          /^Asterisk cannot be used: login: .* refuses user outdial: .*ari\.conf/,
        ],
        ['an Asterisk that is not there', { url: 'http://127.0.0.1:9' }, /nobody listens at .*http\.conf/],
        ['an unknown endpoint', { trunks: [{ name: 'nowhere' }] }, /knows no endpoint nowhere: .*pjsip show endpoints/],
        ['no RTP', { mediaHost: '127.255.255.255' }, /audio: .*mediaHost/],
        ['options that make no sense', { trunks: [] }, /asterisk\.json: .*trunks/s],
      ])('%s is told in one line that says what to check, and no password is in it', async (_, change, words) => {
        const { code, stderr } = await start(change);
        expect(code).toBe(1);
        expect(stderr).toMatch(words);
        expect(stderr).not.toContain(String(good.password));
      });

      it('up says it too, before anything is started', async () => {
        const file = join(temporary.folder, 'asterisk.json');
        writeFileSync(file, JSON.stringify({ ...good, password: 'wrong' }));
        const folder = join(temporary.folder, 'never');
        const { code, stderr } = await run(['up', '--telephony', 'asterisk', '--asterisk', file, '--data', folder]);
        expect(code).toBe(1);
        expect(stderr.trim()).toMatch(/^Asterisk cannot be used: login: [^\n]+$/);
      });

      it('the password may come from the environment', async () => {
        const { stderr } = await start(
          { password: undefined, trunks: [{ name: 'nowhere' }] },
          {
            OUTDIAL_ASTERISK_PASSWORD: String(good.password),
          },
        );
        expect(stderr).toMatch(/knows no endpoint nowhere/);
      });

      it('doctor --telephony looks at all of it, step by step', async () => {
        const file = join(temporary.folder, 'asterisk.json');
        writeFileSync(file, JSON.stringify(good));
        const well = await run(['doctor', '--telephony', '--asterisk', file]);
        expect(well.code).toBe(0);
        expect(well.stdout).toMatch(/ok {3}version +Asterisk \d+/);
        writeFileSync(file, JSON.stringify({ ...good, password: 'wrong' }));
        const ill = await run(['doctor', '--telephony', '--asterisk', file, '--json']);
        expect(ill.code).toBe(1);
        expect(JSON.parse(ill.stdout)).toMatchObject([{ check: 'login', ok: false }]);
      });
    });
  },
);
