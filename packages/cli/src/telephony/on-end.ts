/** Resolves when this process is to end: by SIGTERM, by Ctrl-C where nobody supervises it, or with its supervisor. */
export function onEnd(): Promise<void> {
  const supervised = process.send !== undefined;
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve());
    // A supervisor decides for its children what Ctrl-C means.
    process.on('SIGINT', () => {
      if (!supervised) resolve();
    });
    if (supervised) process.once('disconnect', () => resolve());
  });
}
