/** The nodes of a fleet: which one makes the next call, and which one has the next phone. */
import type { AsteriskTelephony } from '../asterisk-telephony.ts';
import type { AsteriskNode } from '../options.ts';

export interface Node extends AsteriskNode {
  readonly telephony: AsteriskTelephony;
}

/** Of the nodes that have a free line, the one that for its weight carries the fewest; null where none has one. */
export function nodeForCall(nodes: readonly Node[]): Node | null {
  return leastLoaded(
    nodes.filter(({ telephony }) => telephony.freeLines() >= 1),
    ({ telephony }) => telephony.trunks().reduce((sum, { linesInUse }) => sum + linesInUse, 0),
  );
}

/** Of the nodes with phones that are there, the one that for its weight has the fewest; any where none is there. */
export function nodeForPhone(nodes: readonly Node[], phonesAt: (node: Node) => number): Node | null {
  const withPhones = nodes.filter(({ phones }) => phones);
  const there = withPhones.filter(({ telephony }) => telephony.up);
  return leastLoaded(there.length > 0 ? there : withPhones, phonesAt);
}

function leastLoaded(nodes: readonly Node[], loadOf: (node: Node) => number): Node | null {
  const loads = new Map(nodes.map((node) => [node, (loadOf(node) + 1) / node.weight]));
  return nodes.toSorted((a, b) => (loads.get(a) ?? 0) - (loads.get(b) ?? 0))[0] ?? null;
}

/** `paris/1001`: a phone that only that node can call. */
export function pinned(nodes: readonly Node[], address: string): { node: Node; address: string } | null {
  const slash = address.indexOf('/');
  const node = nodes.find(({ name }) => name === address.slice(0, slash));
  return slash < 1 || node === undefined ? null : { node, address: address.slice(slash + 1) };
}
