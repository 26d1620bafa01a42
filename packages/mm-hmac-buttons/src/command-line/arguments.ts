import { parseArgs } from 'node:util';
import { CommandFailure } from './failures.ts';

const options = {
  'token-file': { type: 'string' },
  'token-stdin': { type: 'boolean' },
  in: { type: 'string' },
  channel: { type: 'string' },
  type: { type: 'string' },
  original: { type: 'string' },
  'other-tokens': { type: 'string' },
  url: { type: 'string' },
  'callback-url': { type: 'string' },
  'max-props': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const commands = ['sign', 'verify', 'post', 'secret'] as const;

/** What each command takes beside the token's options and `--help`. */
const taken: Readonly<Record<(typeof commands)[number], readonly (keyof typeof options)[]>> = {
  sign: ['in', 'channel'],
  verify: ['in', 'type', 'original', 'other-tokens'],
  post: ['in', 'channel', 'url', 'callback-url', 'max-props'],
  secret: [],
};
const forToken: readonly (keyof typeof options)[] = ['token-file', 'token-stdin'];

/** What was asked for. */
export interface Arguments {
  readonly command: (typeof commands)[number] | 'help';
  readonly tokenFile: string | undefined;
  readonly tokenStdin: boolean;
  readonly in: string | undefined;
  readonly channel: string | undefined;
  readonly type: string | undefined;
  readonly original: string | undefined;
  readonly otherTokens: string | undefined;
  readonly url: string | undefined;
  readonly callbackUrl: string | undefined;
  readonly maxProps: number | undefined;
}

/** Reads the arguments. @throws CommandFailure naming what is wrong, without repeating values. */
export function readArguments(args: readonly string[]): Arguments {
  // Arguments are seen by every user of the machine, and kept by shells.
  if (args.some(arg => /^--(bot-)?token(=|$)/.test(arg))) {
    const advice = 'put it into MATTERMOST_BOT_TOKEN, or use --token-file or --token-stdin';
    throw new CommandFailure('usage', `the bot token is not taken from an argument: ${advice}`);
  }
  const { values, positionals } = parse(args);
  const [word, ...others] = positionals;
  const command = values.help === true ? 'help' : commands.find(one => one === word);
  if (command === undefined) throw new CommandFailure('usage', `say what to do: ${commands.join(', ')}, or --help`);
  if (others.length > 0) throw new CommandFailure('usage', `${command} takes no further arguments: see --help`);
  if (command !== 'help') refuseForeign(command, Object.keys(values));
  return {
    command,
    tokenFile: values['token-file'],
    tokenStdin: values['token-stdin'] === true,
    in: values.in,
    channel: values.channel,
    type: values.type,
    original: values.original,
    otherTokens: values['other-tokens'],
    url: values.url,
    callbackUrl: values['callback-url'],
    maxProps: readNumber(values['max-props']),
  };
}

function refuseForeign(command: keyof typeof taken, given: readonly string[]): void {
  const known: readonly string[] = [...taken[command], ...forToken];
  const foreign = given.find(option => !known.includes(option));
  if (foreign !== undefined) throw new CommandFailure('usage', `${command} does not take --${foreign}: see --help`);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new CommandFailure(
      'usage',
      `${error instanceof Error ? error.message.split('. ', 1)[0] : error}: see --help`,
    );
  }
}

function readNumber(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new CommandFailure('usage', '--max-props must be a whole number above 0');
}
