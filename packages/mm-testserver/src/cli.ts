#!/usr/bin/env node
import { readArguments, UsageError } from './command-line/arguments.ts';
import { help } from './command-line/help.ts';
import { openSandbox, type Sandbox } from './command-line/sandbox.ts';
import { textOf } from './command-line/text.ts';

try {
  const args = readArguments(process.argv.slice(2));
  if (args.help) process.stdout.write(help);
  else await serve(args);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`mm-testserver: ${error.message}\n`);
  process.exitCode = 2;
}

/** Serves until the process gets a signal to end. */
async function serve(args: ReturnType<typeof readArguments>): Promise<void> {
  const sandbox = await openSandbox(args).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new UsageError(`port ${args.port} is in use; choose another one with --port, or --port 0 for any free one`);
  });
  stopOnSignal(sandbox);
  process.stdout.write(args.json ? `${JSON.stringify(sandbox.contents)}\n` : textOf(sandbox.contents));
}

function stopOnSignal({ mattermost }: Sandbox): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      // A second signal ends the process at once, because the first one has removed the listener.
      void mattermost.stop();
    });
  }
}
