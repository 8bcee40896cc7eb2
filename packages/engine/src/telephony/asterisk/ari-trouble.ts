/** Why Asterisk cannot be asked, in words: what is wrong, and what to check. */
import { type AriAccess, AriError } from './ari-rest.ts';

export interface Trouble {
  readonly wrong: string;
  readonly check: string;
}

/** Nobody listens there. */
export function isRefused(error: unknown): boolean {
  const cause = error instanceof AriError ? error.cause : null;
  return cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED';
}

export function troubleOf(error: unknown, { url, user }: Pick<AriAccess, 'url' | 'user'>): Trouble {
  const status = error instanceof AriError ? error.status : null;
  if (isRefused(error)) {
    return { wrong: `nobody listens at ${url}`, check: 'is Asterisk up, and is http.conf enabled on that port?' };
  }
  if (status === 401 || status === 403) {
    return { wrong: `${url} refuses user ${user}`, check: 'check user and password in ari.conf' };
  }
  if (status === 404) return { wrong: `${url} has no ARI`, check: 'is ari.conf enabled, and res_ari loaded?' };
  const said = error instanceof Error ? error.message : String(error);
  return { wrong: `${url} cannot be asked`, check: `${said}: check url and the network between the two` };
}

export function troubleWords(error: unknown, access: Pick<AriAccess, 'url' | 'user'>): string {
  const { check, wrong } = troubleOf(error, access);
  return `${wrong}: ${check}`;
}
