/** What a notice says, in one line, whichever of the usual fields holds it. */

const asRecord = (data: unknown): Readonly<Record<string, unknown>> =>
  typeof data === 'object' && data !== null ? { ...data } : {};

export function noticeText(data: unknown): string {
  if (typeof data === 'string') return data;
  const fields = asRecord(data);
  for (const name of ['text', 'message']) {
    const words = fields[name];
    if (typeof words === 'string' && words !== '') return words;
  }
  const parts = ['title', 'campaignName', 'detail']
    .map((name) => fields[name])
    .filter((part) => typeof part === 'string');
  return parts.length === 0 ? JSON.stringify(data) : parts.join(': ');
}
