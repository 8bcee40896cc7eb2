import { VirtualClock } from '@outdial/shared';
import { expect, it } from 'vitest';
import { Hearing } from './hearing.ts';

async function hearing() {
  const said: string[] = [];
  const clock = new VirtualClock(0);
  const port = Promise.resolve(4_000);
  const ears = new Hearing({ clock, host: '10.0.0.5', port, say: (words) => said.push(words) });
  await port;
  const silent = (n: number): void => {
    for (let i = 0; i < n; i++) ears.expect();
    clock.advance(1_500);
  };
  return { clock, ears, said, silent };
}

it('three answered calls in a row without a frame: said once, with the address, and shown until a frame comes', async () => {
  const { ears, said, silent } = await hearing();
  silent(2);
  expect([ears.trouble, said]).toEqual([null, []]);
  silent(1);
  expect(ears.trouble).toMatch(/^no audio of Asterisk comes to 10\.0\.0\.5:4000: check mediaHost and the firewall/);
  silent(5);
  expect(said).toEqual([ears.trouble]);
  ears.heard();
  ears.heard();
  expect(ears.trouble).toBeNull();
  expect(said.slice(1)).toEqual(['audio of Asterisk comes to 10.0.0.5:4000 again']);
});

it('a frame of any call starts the count anew, and a call that ends in time is not counted', async () => {
  const { clock, ears, silent } = await hearing();
  silent(2);
  ears.heard();
  silent(2);
  const over = ears.expect();
  clock.advance(1_400);
  over();
  clock.advance(10_000);
  expect(ears.trouble).toBeNull();
});
