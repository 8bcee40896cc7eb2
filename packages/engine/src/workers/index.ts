export * from './pacing-service.ts';
export * from './pool.ts';
