export * from './amd-files.ts';
export * from './clips.ts';
export { timeline } from './timeline.ts';
export { readWav, type WavAudio, WavError } from './wav.ts';
