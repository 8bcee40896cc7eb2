/** Server-sent events as text (WHATWG HTML, 9.2): JSON holds no line breaks, so one `data` line is enough. */

export function eventFrame(event: string, json: string, id?: string): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${json}\n\n`;
}

/** A comment: keeps connections open through what stands between, and means nothing. */
export const KEEP_ALIVE = ': keep-alive\n\n';
