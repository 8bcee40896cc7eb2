/**
 * Where agents' phones are. One that is nailed up has a home, where it is up in a bridge of its own; to every other node
 * it is a phone on demand, which is called there for each conversation and leads to that bridge. One on demand is called
 * by the node of the call.
 */
import type { AgentId } from '@outdial/shared';
import type { PhoneEvent } from '../../port.ts';
import type { Seat } from '../phones.ts';
import type { TieTo } from '../ties.ts';
import { type Node, nodeForPhone, pinned } from './nodes.ts';

/** Null: called for each conversation, by the node of its call. */
type Home = Node | null;

export class Homes {
  readonly #nodes: readonly Node[];
  readonly #life: string;
  readonly #homes = new Map<AgentId, Home>();
  readonly #tokens = new Map<AgentId, { readonly node: Node; readonly token: string }[]>();
  #count = 0;

  /** `life` tells the tokens of this engine from those of an earlier one. */
  constructor(nodes: readonly Node[], life: string) {
    this.#nodes = nodes;
    this.#life = life;
  }

  of(agentId: AgentId): Home | undefined {
    return this.#homes.get(agentId);
  }

  open(seat: Seat, listener: (event: PhoneEvent) => void): void {
    this.close(seat.agentId);
    if (seat.mode === 'on-demand') {
      this.#homes.set(seat.agentId, null);
      for (const { telephony } of this.#nodes) telephony.openPhone(seat, listener);
      return;
    }
    const { home, address } = this.#homeFor(seat);
    this.#homes.set(seat.agentId, home);
    this.#openTies(seat, home);
    home.telephony.openPhone({ ...seat, address }, (event) => {
      // Who is on a call at another node is parted from it there, and told so first.
      if (event.type === 'down' && this.#homes.get(seat.agentId) === home) this.#openTies(seat, home);
      listener(event);
    });
  }

  close(agentId: AgentId): void {
    this.#homes.delete(agentId);
    this.#forgetTies(agentId);
    for (const { telephony } of this.#nodes) telephony.closePhone(agentId);
  }

  /** What a node dials for an address: its own way, or the one to the node that has the phone. */
  endpointOf(from: string, address: string, own: (address: string) => string | null): string | null {
    const elsewhere = pinned(this.#nodes, address);
    if (elsewhere === null) return own(address);
    if (elsewhere.node.name === from) return own(elsewhere.address);
    return this.#tie(from, elsewhere.node, { kind: 'address', address: elsewhere.address }).endpoint;
  }

  #homeFor({ address, agentId }: Seat): { home: Node; address: string } {
    const told = pinned(this.#nodes, address);
    if (told !== null) return { home: told.node, address: told.address };
    const left = this.#nodes.find(({ telephony }) => telephony.hasLeftPhone(agentId));
    const home = left ?? nodeForPhone(this.#nodes, (node) => this.#phonesAt(node));
    if (home === null) throw new Error('no node has phones');
    return { home, address };
  }

  #phonesAt(node: Node): number {
    return [...this.#homes.values()].filter((home) => home === node).length;
  }

  #openTies({ address, agentId }: Seat, home: Node): void {
    this.#forgetTies(agentId);
    const tokens = this.#nodes.flatMap((node) => {
      if (node === home) return [];
      const { endpoint, token } = this.#tie(node.name, home, { kind: 'agent', agentId });
      const seat = { agentId, address: `${address} at ${home.name}`, mode: 'on-demand', tie: endpoint } as const;
      node.telephony.openPhone(seat, () => undefined);
      return [{ node: home, token }];
    });
    this.#tokens.set(agentId, tokens);
  }

  #forgetTies(agentId: AgentId): void {
    for (const { node, token } of this.#tokens.get(agentId) ?? []) node.telephony.ties.forget(token);
    this.#tokens.delete(agentId);
  }

  #tie(from: string, to: Node, who: TieTo): { endpoint: string; token: string } {
    this.#count += 1;
    const token = `t${this.#life}x${this.#count}`;
    to.telephony.ties.expect(token, from, who);
    return { endpoint: (to.reachedBy ?? '').replaceAll('{token}', token), token };
  }
}
