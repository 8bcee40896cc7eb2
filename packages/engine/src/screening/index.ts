export * from './inline.ts';
export * from './screening.ts';
