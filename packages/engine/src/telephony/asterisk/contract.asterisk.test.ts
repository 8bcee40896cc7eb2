import { contractOnLab } from './testing/contract-on-lab.ts';

await contractOnLab(1, 1);
