import { contractOnLab } from './testing/contract-on-lab.ts';

await contractOnLab('second half');
