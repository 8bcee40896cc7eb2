/** A file of this machine as it is read, so that a list of millions is not held in memory. Rejects in words. */
import { openAsBlob } from 'node:fs';

export async function openFile(path: string): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  try {
    return (await openAsBlob(path)).stream();
  } catch (cause) {
    throw new Error(`${path} cannot be read.`, { cause });
  }
}
