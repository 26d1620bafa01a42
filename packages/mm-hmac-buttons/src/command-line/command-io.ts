import { readFile } from 'node:fs/promises';
import type { Arguments } from './arguments.ts';
import { CommandFailure } from './command-failure.ts';
import { findRepeatedKey } from './repeated-keys.ts';

/** The environment, streams and network that a command uses. Tests replace them. */
export interface CommandIo {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly fetch: typeof globalThis.fetch;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
}

const maxBytes = 1_048_576;

/** Reads the bot token from a file, standard input or the environment. */
export async function readBotToken(args: Arguments, io: CommandIo): Promise<string> {
  const token = (await findToken(args, io)).trim();
  if (/^\S+$/.test(token)) return token;
  const problem = token === '' ? 'there is no bot token' : 'the bot token contains blanks';
  throw new CommandFailure('usage', `${problem}: set MATTERMOST_BOT_TOKEN, or use --token-file or --token-stdin`);
}

/** Reads the JSON of a command from `--in` or standard input. */
export async function readInput(args: Arguments, io: CommandIo): Promise<unknown> {
  if (args.in !== undefined) return parse(await readText(args.in, '--in'), '--in');
  if (args.tokenStdin) throw new CommandFailure('usage', '--token-stdin takes standard input: give the JSON with --in');
  return parse(await readStdin(io.stdin), 'standard input');
}

/** Reads JSON from the file that an option names. */
export async function readJsonFile(path: string, option: string): Promise<unknown> {
  return parse(await readText(path, option), option);
}

/** Reads the file that an option names. */
export async function readText(path: string, option: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new CommandFailure('usage', `${option}: the file cannot be read (${code})`, { cause: error });
  }
}

async function findToken(args: Arguments, { env, stdin }: CommandIo): Promise<string> {
  if (args.tokenFile !== undefined) return await readText(args.tokenFile, '--token-file');
  if (args.tokenStdin) return await readStdin(stdin);
  return env['MATTERMOST_BOT_TOKEN'] ?? '';
}

async function readStdin(stdin: CommandIo['stdin']): Promise<string> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of stdin) {
    const bytes = Buffer.from(piece as Uint8Array);
    length += bytes.length;
    if (length > maxBytes) throw new CommandFailure('input', 'standard input is longer than 1 MiB');
    pieces.push(bytes);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function parse(text: string, from: string): unknown {
  if (text.trim() === '') throw new CommandFailure('input', `${from}: it is empty; write the JSON there`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message quotes its input, which can be a token in the wrong place.
    throw new CommandFailure('input', `${from}: not JSON`);
  }
  const key = findRepeatedKey(text);
  if (key === undefined) return value;
  throw new CommandFailure('input', `${from}: the key ${JSON.stringify(key)} occurs twice in one object: remove one`);
}
