/** THE key registry: every key, in the order of the footer's hints; footer, help and docs come from it. */
import type { ScreenName } from '../model/state.ts';
import { AGENT_KEYS } from './agent-keys.ts';
import { type KeyBinding, worksOn } from './binding.ts';
import { CALL_KEYS } from './call-keys.ts';
import { CAMPAIGN_KEYS } from './campaign-keys.ts';
import { COMMON_KEYS } from './common-keys.ts';
import { CONTACT_KEYS } from './contact-keys.ts';
import { GO_KEYS } from './go-keys.ts';
import { MISSED_KEYS } from './missed-keys.ts';
import { MOVE_KEYS } from './move-keys.ts';
import { VIEW_KEYS } from './view-keys.ts';

export const KEYS: readonly KeyBinding[] = [
  ...GO_KEYS,
  ...CAMPAIGN_KEYS,
  ...AGENT_KEYS,
  ...CALL_KEYS,
  ...MISSED_KEYS,
  ...CONTACT_KEYS,
  ...VIEW_KEYS,
  ...MOVE_KEYS,
  ...COMMON_KEYS,
];

export const bindingFor = (key: string, screen: ScreenName): KeyBinding | null =>
  KEYS.find((binding) => binding.keys.includes(key) && worksOn(binding, screen)) ?? null;
