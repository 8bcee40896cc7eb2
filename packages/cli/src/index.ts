/** The outdial program; other packages do not import it, the end-to-end tests start it. */
export { runUp, type UpOptions } from './up/up.ts';
