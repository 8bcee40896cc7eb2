/** Whether a heading is the one that was asked for: accents, case and blanks around it do not count. */
const fold = (name: string): string => name.normalize('NFKD').replace(/\p{M}/gu, '').trim().toLowerCase();
export const sameName = (a: string, b: string): boolean => fold(a) === fold(b);

/** The column whose name the pattern knows; -1: none. */
export const columnNamed = (names: readonly string[], pattern: RegExp): number =>
  names.findIndex((name) => pattern.test(name.trim()));
