export * from './amd-files.ts';
export * from './clips.ts';
export { timeline } from './timeline.ts';
