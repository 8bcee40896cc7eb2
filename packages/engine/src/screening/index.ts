export * from './inline.ts';
export * from './pooled.ts';
export * from './screening.ts';
