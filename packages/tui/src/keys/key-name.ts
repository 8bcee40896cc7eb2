/** Ink's key events as the names that the registry uses; text that came in one piece is one key a character. */
import type { Key } from 'ink';

export function keyNames(input: string, key: Key): readonly string[] {
  if (key.upArrow) return ['up'];
  if (key.downArrow) return ['down'];
  if (key.leftArrow) return ['left'];
  if (key.rightArrow) return ['right'];
  if (key.pageUp) return ['pageup'];
  if (key.pageDown) return ['pagedown'];
  if (key.home) return ['home'];
  if (key.end) return ['end'];
  if (key.return) return ['enter'];
  if (key.escape) return ['esc'];
  if (key.tab) return ['tab'];
  // Terminals send either code for the key over Enter.
  if (key.backspace || key.delete) return ['backspace'];
  if (key.ctrl) return [`ctrl-${input}`];
  if (key.meta) return [];
  return [...input].flatMap((sign) => {
    if (sign === ' ') return ['space'];
    if (sign === '\r' || sign === '\n') return ['enter'];
    if (sign === '\t') return ['tab'];
    return /\p{Cc}/u.test(sign) ? [] : [sign];
  });
}
