/** A file of this machine as it is read, so that a list of millions is not held in memory. Rejects in words. */
import { constants, openAsBlob } from 'node:fs';
import { access } from 'node:fs/promises';

export async function openFile(path: string): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  try {
    // What is opened as a blob says nothing of why it cannot be.
    await access(path, constants.R_OK);
    return (await openAsBlob(path)).stream();
  } catch (cause) {
    throw new Error(`${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`, { cause });
  }
}
