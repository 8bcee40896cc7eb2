import { contractOnLab } from '../testing/contract-on-lab.ts';

await contractOnLab(2, 1);
