import { expect, it } from 'vitest';
import { picture } from '../testing/pictures.ts';
import { trunkTroubles, trunkWords } from './trunks.ts';

const usual = { linesInUse: 3, maxLines: 60 };
const withTrunks = (...trunks: ReturnType<typeof picture>['engine']['trunks'][number][]) => {
  const live = picture();
  return { ...live, engine: { ...live.engine, trunks } };
};

it('names the trunk and the cause, and nothing where all is well', () => {
  expect(trunkTroubles(null)).toEqual([]);
  expect(trunkTroubles(withTrunks({ name: 'a', up: true, detail: 'up', ...usual }))).toEqual([]);
  const troubles = trunkTroubles(
    withTrunks(
      { name: 'a', up: true, slowed: true, detail: 'SIP 503: slowed to 5.0 calls/s', ...usual },
      { name: 'b', up: false, detail: 'Asterisk does not reach b', ...usual },
      { name: 'c', up: true, deaf: true, detail: 'no audio of Asterisk comes', ...usual },
    ),
  );
  expect(troubles.map(trunkWords)).toEqual([
    'trunk a: SIP 503: slowed to 5.0 calls/s',
    'trunk b down: Asterisk does not reach b',
    'trunk c: no audio of Asterisk comes',
  ]);
});
