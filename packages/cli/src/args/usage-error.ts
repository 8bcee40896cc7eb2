/** Thrown where the command line itself is wrong: the program says so and exits with 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** Thrown where what was asked for failed in a way that one line explains: exit 1, no stack. */
export class CommandFailed extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CommandFailed';
  }
}

/** Thrown where the work was done and a threshold was missed: exit 99. */
export class ThresholdMissed extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ThresholdMissed';
  }
}
