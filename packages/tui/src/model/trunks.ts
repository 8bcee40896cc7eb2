/** Trunks that carry fewer calls than they should, or whose calls are not heard: which, and why. */
import type { LivePicture } from '@outdial/shared';

export interface TrunkTrouble {
  readonly name: string;
  readonly down: boolean;
  /** The carrier's answer, or what to check. */
  readonly detail: string;
}

export function trunkTroubles(picture: LivePicture | null): TrunkTrouble[] {
  return (picture?.engine.trunks ?? []).flatMap(({ name, up, slowed, deaf, detail }) =>
    up && slowed !== true && deaf !== true ? [] : [{ name, down: !up, detail }],
  );
}

export const trunkWords = ({ detail, down, name }: TrunkTrouble): string =>
  `trunk ${name}${down ? ' down' : ''}${detail === '' ? '' : `: ${detail}`}`;
