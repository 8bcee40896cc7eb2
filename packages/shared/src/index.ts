/** The contracts that every part of Outdial speaks. */

export * from './domain/agent.ts';
export * from './domain/agent-table.ts';
export * from './domain/attempt.ts';
export * from './domain/call.ts';
export * from './domain/campaign.ts';
export * from './domain/interaction.ts';
export * from './domain/machine.ts';
export * from './ids.ts';
export * from './random/random.ts';
export * from './time/clock.ts';
export * from './time/real-clock.ts';
export * from './time/virtual-clock.ts';
