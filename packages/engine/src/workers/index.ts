export * from './pacing-service.ts';
export * from './pool.ts';
export { SLOT_BYTES } from './slab.ts';
