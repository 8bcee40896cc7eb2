/** What a supervised process tells the one that started it; false where nobody did. */
export function tellParent(message: Readonly<Record<string, unknown>>): boolean {
  if (process.send === undefined || !process.connected) return false;
  process.send(message);
  return true;
}
