/** Is Asterisk there, does it know us, is it new enough, and is all loaded that calls need? */
import { object, string } from '../ari-events.ts';
import { type AriAccess, AriError, AriRest } from '../ari-rest.ts';
import { troubleOf } from '../ari-trouble.ts';
import { bad, type Finding, good } from './finding.ts';

const OLDEST_MAJOR = 20;
/** The engine keeps sixteen sockets and one WebSocket; others want some too. */
const SESSIONS = 32;

const NEEDED_MODULES = [
  ...['res_ari', 'res_ari_asterisk', 'res_ari_applications', 'res_ari_bridges', 'res_ari_channels', 'res_ari_events'],
  ...['res_ari_endpoints', 'res_ari_playbacks', 'res_ari_recordings', 'res_http_websocket'],
  ...['res_stasis', 'res_stasis_playback', 'res_stasis_recording', 'res_stasis_snoop'],
  ...['chan_pjsip', 'chan_rtp', 'res_musiconhold', 'bridge_simple', 'bridge_softmix'],
  ...['func_callerid', 'func_timeout', 'format_wav', 'codec_ulaw'],
];

/** Whether it can be asked at all, as one finding; and what it says of itself. */
export async function askWhoItIs(access: AriAccess, rest: AriRest): Promise<{ finding: Finding; info: unknown }> {
  try {
    const info = await rest.get('/asterisk/info');
    return { finding: good('login', `${access.url} knows user ${access.user}`), info };
  } catch (error) {
    const { check, wrong } = troubleOf(error, access);
    const reached = error instanceof AriError && error.status > 0;
    return { finding: bad(reached ? 'login' : 'http', wrong, check), info: null };
  }
}

export function versionFinding(info: unknown): Finding {
  const system = (info as { system?: unknown } | null)?.system;
  const version = string((system as { version?: unknown } | undefined)?.version) ?? 'unknown';
  const major = Number.parseInt(version, 10);
  if (major < OLDEST_MAJOR) {
    return bad('version', `Asterisk ${version}`, `install ${OLDEST_MAJOR} or newer: older ones lack what calls need`);
  }
  return good('version', `Asterisk ${version}`);
}

export async function modulesFinding(rest: AriRest): Promise<Finding> {
  const answer = await rest.get('/asterisk/modules');
  const running = new Set(
    (Array.isArray(answer) ? answer : []).flatMap((entry: unknown) => {
      const module = object(entry) as { name?: unknown; status?: unknown } | null;
      return module?.status === 'Running' ? [string(module.name)?.replace(/\.so$/, '') ?? ''] : [];
    }),
  );
  const missing = NEEDED_MODULES.filter((name) => !running.has(name));
  if (missing.length === 0) return good('modules', `all ${NEEDED_MODULES.length} are loaded`);
  return bad('modules', `not loaded: ${missing.join(', ')}`, 'load them in modules.conf, and start Asterisk again');
}

/** Asterisk's HTTP server refuses past `sessionlimit`: better now than with calls up. */
export async function sessionsFinding(access: AriAccess): Promise<Finding> {
  const rest = new AriRest(access, SESSIONS);
  const answers = await Promise.allSettled(Array.from({ length: SESSIONS }, () => rest.get('/asterisk/ping')));
  rest.close();
  const served = answers.filter(({ status }) => status === 'fulfilled').length;
  if (served === SESSIONS) return good('sessions', `${SESSIONS} at once are served`);
  const detail = `of ${SESSIONS} sessions at once only ${served} are served`;
  return bad('sessions', detail, 'raise sessionlimit in http.conf to 200');
}
