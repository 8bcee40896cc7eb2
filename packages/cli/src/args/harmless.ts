/** What people have written (names, notes, reasons) is printed as text: no character of it moves a terminal's cursor or turns the reading direction. */
export const harmless = (text: string): string =>
  text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, (sign) => (sign === '\n' ? sign : ' '));
