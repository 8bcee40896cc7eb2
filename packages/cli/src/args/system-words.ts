/** What the machine refuses (a full disk, a folder of somebody else's) in words that say what to do. */

const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full. Free some space, then try again; `outdial doctor` tells how much is free.',
  EDQUOT: 'your share of the disk is used up. Free some space, then try again.',
  EROFS: 'the disk is read-only. Name another folder with --data.',
  EACCES: 'this user may not. Change its permissions, or name another folder with --data.',
  EPERM: 'this user may not. Change its permissions, or name another folder with --data.',
  EMFILE: 'too many files are open. Raise the limit (`ulimit -n`), then try again.',
};

/** Null for what is no refusal of the machine's. */
export function systemWords(error: Error): string | null {
  if (!('code' in error && 'syscall' in error) || typeof error.code !== 'string') return null;
  const remedy = REMEDIES[error.code];
  if (remedy === undefined) return null;
  const where = 'path' in error && typeof error.path === 'string' ? ` ${error.path}` : '';
  return `Cannot ${String(error.syscall)}${where}: ${remedy}`;
}
