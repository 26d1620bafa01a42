/** The exit codes of the command line. */
export const exitCodes = { done: 0, notAccepted: 1, usage: 2, input: 3, refused: 4, unreachable: 5 } as const;

/** Ends a command with a message and an exit code. */
export class CommandFailure extends Error {
  readonly exitCode: number;

  constructor(kind: keyof typeof exitCodes, message: string, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCodes[kind];
  }
}
