/** One Asterisk, or a fleet of them, behind the telephony port. */
import { AsteriskTelephony } from '../asterisk-telephony.ts';
import { AsteriskFleet, type FleetParts } from './asterisk-fleet.ts';

export type Asterisk = AsteriskTelephony | AsteriskFleet;

export function openAsterisk({ nodes, ...parts }: FleetParts): Asterisk {
  const [only, ...more] = nodes;
  if (only === undefined) throw new Error('no Asterisk is named');
  return more.length > 0
    ? new AsteriskFleet({ nodes, ...parts })
    : new AsteriskTelephony({ ...parts, options: only.options });
}
