import { contractOnLab } from '../testing/contract-on-lab.ts';

await contractOnLab('phones and calls apart');
