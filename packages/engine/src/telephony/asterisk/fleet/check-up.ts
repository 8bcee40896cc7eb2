/** A look at every node of a fleet, and at the ways between them. */
import type { Clock } from '@outdial/shared';
import { AriRest } from '../ari-rest.ts';
import { checkUp, firstTrouble } from '../checkup/check-up.ts';
import { bad, type Finding, wordsOf } from '../checkup/finding.ts';
import { endpointFinding } from '../checkup/trunks.ts';
import type { AsteriskNode } from '../options.ts';
import { pjsipEndpointIn } from '../trunk.ts';

export async function* checkUpAll(nodes: readonly AsteriskNode[], clock: Clock): AsyncGenerator<Finding> {
  for (const { name, options } of nodes) {
    let reached = true;
    for await (const finding of checkUp(options, clock)) {
      reached &&= finding.ok || finding.check !== 'http';
      yield of(name, finding);
    }
    if (reached) yield* waysFrom(nodes, name, clock);
  }
}

/** What keeps a node from making calls, by the node's name, which is empty where there is but one. */
export async function troubles(nodes: readonly AsteriskNode[], clock: Clock): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(
    nodes.map(async ({ name, options }) => [name, await firstTrouble(options, clock)] as const),
  );
  return new Map(found.flatMap(([name, trouble]) => (trouble === null ? [] : [[name, trouble]])));
}

/** Whether a node knows the endpoints by which it is to reach the others. */
async function* waysFrom(nodes: readonly AsteriskNode[], from: string, clock: Clock): AsyncGenerator<Finding> {
  const node = nodes.find(({ name }) => name === from);
  if (node === undefined) return;
  const rest = new AriRest(node.options);
  try {
    for (const { name, reachedBy } of nodes) {
      if (name === from || reachedBy === null) continue;
      const endpoint = pjsipEndpointIn(reachedBy.replaceAll('{token}', 't'));
      yield of(from, await endpointFinding(rest, clock, `way to ${name}`, endpoint, 'calls of its agents go there'));
    }
  } catch (error) {
    yield of(from, bad('ways', wordsOf(error), 'see the log of Asterisk'));
  } finally {
    rest.close();
  }
}

const of = (name: string, finding: Finding): Finding =>
  name === '' ? finding : { ...finding, check: `${name}: ${finding.check}` };
