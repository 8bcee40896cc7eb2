import { telephonyContract } from '../testing/contract.ts';
import { simulatedHarness } from '../testing/simulated-harness.ts';

telephonyContract('the simulated carrier', simulatedHarness);
