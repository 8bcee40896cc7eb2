import { expect, it } from 'vitest';
import { AsteriskOptionsError, phoneEndpoint, readAsteriskNodes } from './options.ts';

const GOOD = { url: 'http://127.0.0.1:8088', user: 'outdial', password: 'secret', trunks: [{ name: 'carrier' }] };

const readAsteriskOptions = (value: unknown) => {
  const [node] = readAsteriskNodes(value);
  if (node === undefined) throw new Error('no node');
  return node.options;
};

it('takes what is enough', () => {
  expect(readAsteriskNodes(GOOD)).toEqual([{ name: '', weight: 1, phones: true, reachedBy: null, options: GOOD }]);
});

it('takes several nodes, each with its part', () => {
  const paris = { ...GOOD, name: 'paris', weight: 2, reachedBy: 'PJSIP/{token}@paris' };
  const lyon = { ...GOOD, name: 'lyon', trunks: [], reachedBy: 'PJSIP/{token}@lyon' };
  expect(readAsteriskNodes({ nodes: [paris, lyon] })).toEqual([
    { name: 'paris', weight: 2, phones: true, reachedBy: 'PJSIP/{token}@paris', options: GOOD },
    { name: 'lyon', weight: 1, phones: true, reachedBy: 'PJSIP/{token}@lyon', options: { ...GOOD, trunks: [] } },
  ]);
  const { password: _, ...noPassword } = paris;
  for (const [nodes, says] of [
    [[paris, paris], /same name/],
    [[lyon], /no node has a trunk/],
    [[{ ...paris, phones: false }], /no node has phones/],
    [[{ ...paris, reachedBy: 'PJSIP/x' }], /nodes\[0\].reachedBy/],
    [[{ ...paris, name: 'pjsip' }], /nodes\[0\].name/],
    [[], /nodes/],
    [[lyon, noPassword], /node paris: .*password/],
  ] as const) {
    expect(() => readAsteriskNodes({ nodes })).toThrow(says);
  }
});

it('names every place that is wrong, in one message', () => {
  const bad = { ...GOOD, url: 'ftp://x', trunks: [{ name: 'a b', endpoint: 'PJSIP/carrier' }], colour: 'red' };
  expect(() => readAsteriskOptions(bad)).toThrow(AsteriskOptionsError);
  for (const place of ['url', 'trunks[0].name', 'trunks[0].endpoint', 'colour']) {
    expect(() => readAsteriskOptions(bad)).toThrow(place);
  }
  for (const nothing of [null, 7, [], {}]) expect(() => readAsteriskOptions(nothing)).toThrow(AsteriskOptionsError);
});

it("an agent's phone is an endpoint or an address, and nothing that Asterisk reads as more", () => {
  const options = readAsteriskOptions(GOOD);
  expect(phoneEndpoint(options, 'agent1')).toBe('PJSIP/agent1');
  expect(phoneEndpoint(options, 'PJSIP/agent1')).toBe('PJSIP/agent1');
  const lab = { ...options, phoneEndpoint: 'PJSIP/phones/sip:{address}@127.0.0.1:5080' };
  expect(phoneEndpoint(lab, 'ada')).toBe('PJSIP/phones/sip:ada@127.0.0.1:5080');
  for (const address of ['', 'a&PJSIP/b', 'a/b', 'a,b', 'a b', '$(EVAL)', 'x'.repeat(200)]) {
    expect(phoneEndpoint(options, address)).toBeNull();
  }
  for (const out of ['112@carrier', 'carrier', 'PJSIP/0033899000001@Carrier', 'sip:911@carrier']) {
    expect(phoneEndpoint(options, out)).toBeNull();
  }
  const behind = { ...options, phoneEndpoint: 'PJSIP/{address}@carrier' };
  expect(phoneEndpoint(behind, '0199000001')).toBe('PJSIP/0199000001@carrier');
});
