/** The contracts that every part of Outdial speaks. */
export * from './ids.ts';
export * from './random/random.ts';
export * from './time/clock.ts';
export * from './time/real-clock.ts';
export * from './time/virtual-clock.ts';
