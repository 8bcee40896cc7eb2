/** Property tests draw from one seed, so that a run can be told again; PROPERTY_SEED=n looks elsewhere. */
import { configureGlobal, readConfigureGlobal } from 'fast-check';

configureGlobal({ ...readConfigureGlobal(), seed: Number(process.env.PROPERTY_SEED ?? 20_261_122) });
