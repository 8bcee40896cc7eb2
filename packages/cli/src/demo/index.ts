/** The demo floor: what `outdial up --demo` adds to an empty one. */
export { startDemo } from './start-demo.ts';
