/** An engine that does not hear its calls says so, and shows it until it hears them. */
import { networkInterfaces } from 'node:os';
import { realClock } from '@outdial/shared';
import { afterAll, describe, expect, it } from 'vitest';
import { answers, type Plan } from '../lab/plan.ts';
import { AsteriskTelephony } from './asterisk-telephony.ts';
import { type Dialed, LabBench, last, Plans, talking, until } from './testing/lab-bench.ts';
import { labOrReason } from './testing/lab-or-reason.ts';

const plans = new Plans();
const lab = await labOrReason({ carrier: plans.carrier });
/** Answers without ringing, so that Asterisk has no ringback to tell either, and sends not a packet. */
const MUTE: Plan = answers({ bytes: new Uint8Array(0), loop: false });
const hasIpv6 = (networkInterfaces().lo ?? []).some(({ address }) => address === '::1');

if (typeof lab === 'string') {
  describe('hearing', () => it.skip(`not run: ${lab}`, () => undefined));
} else {
  afterAll(() => lab.close());
  const bench = new LabBench(lab, plans);
  const open = async (app: string, change: object = {}) => {
    const said: string[] = [];
    const options = { ...lab.telephony, ...change, app };
    const telephony = new AsteriskTelephony({ options, clock: realClock, say: (words) => said.push(words) });
    await telephony.ready;
    return { telephony, said };
  };
  /** As the detector does: from before the answer on. */
  const heard = async (telephony: AsteriskTelephony, plan: Plan): Promise<Dialed> => {
    const call = bench.dial(telephony, plan);
    telephony.tap(call.callId, () => undefined);
    await until(() => last(call) === 'answered', 'answered');
    return call;
  };

  it('mute calls: it is said and shown once three in a row brought no frame, and gone with the first one heard', async () => {
    const { telephony, said } = await open('mute');
    for (let i = 0; i < 3; i++) await heard(telephony, MUTE);
    await until(() => telephony.trunks()[0]?.deaf === true, 'it is shown');
    expect(telephony.trunks()[0]).toMatchObject({ up: true, detail: said[0] });
    expect(said).toEqual([expect.stringMatching(/^no audio of Asterisk comes to 127\.0\.0\.1:\d+: check mediaHost/)]);
    await heard(telephony, answers(talking, 200));
    await until(() => telephony.trunks()[0]?.deaf !== true, 'it is shown no more');
    expect(telephony.trunks()[0]).toMatchObject({ detail: 'up' });
    expect(said[1]).toMatch(/again$/);
    telephony.close();
    await telephony.gone;
  });

  // Calls are heard by IPv4: there nobody listens.
  it.skipIf(!hasIpv6)('a mediaHost where nobody listens is named, however loud the calls are', async () => {
    const { telephony, said } = await open('astray', { mediaHost: '[::1]' });
    for (let i = 0; i < 3; i++) await heard(telephony, answers(talking, 200));
    await until(() => telephony.trunks()[0]?.deaf === true, 'it is shown');
    expect(said).toEqual([expect.stringMatching(/^no audio of Asterisk comes to \[::1\]:\d+: check mediaHost/)]);
    telephony.close();
    await telephony.gone;
  });
}
