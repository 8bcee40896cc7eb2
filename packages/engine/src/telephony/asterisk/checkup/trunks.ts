/** Does Asterisk know each trunk's endpoint, and reach its carrier? And the endpoint of phones, where all share one. */
import type { Clock } from '@outdial/shared';
import { object, string } from '../ari-events.ts';
import { AriError, type AriRest, path } from '../ari-rest.ts';
import { type AsteriskOptions, phoneEndpoint } from '../options.ts';
import { pjsipEndpointIn, Trunk } from '../trunk.ts';
import { bad, type Finding, good } from './finding.ts';

/** Asterisk holds an endpoint for offline until its first OPTIONS is answered: seconds after its start, or a reload. */
const FIRST_QUALIFY_MS = 10_000;
const LOOK_EVERY_MS = 250;

type Asked = Pick<AriRest, 'get'>;

export async function trunkFindings(options: AsteriskOptions, rest: Asked, clock: Clock): Promise<Finding[]> {
  const trunks = options.trunks.map((trunk) => {
    const endpoint = new Trunk(trunk).pjsipEndpoint;
    const { callsPerSecond, maxLines } = trunk;
    const limits = `${maxLines ?? 'any number of'} lines, ${callsPerSecond ?? 'any number of'} calls/s`;
    return endpointFinding(rest, clock, `trunk ${trunk.name}`, endpoint, limits);
  });
  const shared = (options.phoneEndpoint ?? '').includes('/sip:') ? phoneEndpoint(options, 'anybody') : null;
  const phones =
    shared === null ? [] : [endpointFinding(rest, clock, 'phones', pjsipEndpointIn(shared), 'all by one endpoint')];
  return Promise.all([...trunks, ...phones]);
}

export async function endpointFinding(
  rest: Asked,
  clock: Clock,
  check: string,
  endpoint: string | null,
  says: string,
): Promise<Finding> {
  if (endpoint === null) return good(check, `no PJSIP endpoint: it is not looked at; ${says}`);
  try {
    const state = await stateOf(rest, clock, endpoint);
    if (state !== 'offline') return good(check, `endpoint ${endpoint} is ${state}; ${says}`);
    const detail = `Asterisk does not reach endpoint ${endpoint}, for ${FIRST_QUALIFY_MS / 1_000} s now`;
    return bad(check, detail, 'is the far side up, and its address in pjsip.conf right? `pjsip show contacts` tells');
  } catch (error) {
    if (!(error instanceof AriError) || error.status !== 404) throw error;
    return bad(check, `Asterisk knows no endpoint ${endpoint}`, 'check the name against `pjsip show endpoints`');
  }
}

/** As Asterisk has it, but offline only where it stays so. */
async function stateOf(rest: Asked, clock: Clock, endpoint: string): Promise<string> {
  const untilMs = clock.nowMs() + FIRST_QUALIFY_MS;
  for (;;) {
    const answer = object(await rest.get(path`/endpoints/PJSIP/${endpoint}`));
    const state = string(answer?.state) ?? 'unknown';
    if (state !== 'offline' || clock.nowMs() >= untilMs) return state;
    await new Promise<void>((resolve) => clock.after(LOOK_EVERY_MS, resolve));
  }
}
