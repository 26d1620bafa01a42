import { parseArgs } from 'node:util';
import { CommandFailure } from './command-failure.ts';

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
  version: { type: 'boolean' },
} as const;

const commands = ['sign', 'verify', 'post', 'secret'] as const;

/** The options of each command, apart from `--help` and those of the token. */
const optionsOf: Readonly<Record<(typeof commands)[number], readonly (keyof typeof options)[]>> = {
  sign: ['in', 'channel'],
  verify: ['in', 'type', 'original', 'other-tokens'],
  post: ['in', 'channel', 'url', 'callback-url', 'max-props'],
  secret: [],
};
const tokenOptions: readonly (keyof typeof options)[] = ['token-file', 'token-stdin'];

/** The command and its options. */
export interface Arguments {
  readonly command: (typeof commands)[number] | 'help' | 'version';
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

/** Reads the arguments. @throws CommandFailure naming the wrong argument, but never its value. */
export function readArguments(args: readonly string[]): Arguments {
  // Every user of the machine can read arguments, and shells store them.
  if (args.some(arg => /^--(bot-)?token(=|$)/.test(arg))) {
    const advice = 'put it into MATTERMOST_BOT_TOKEN, or use --token-file or --token-stdin';
    throw new CommandFailure('usage', `the bot token must not be an argument: ${advice}`);
  }
  const { values, positionals } = parse(args);
  const [word, ...others] = positionals;
  const shown = values.help === true ? 'help' : values.version === true ? 'version' : undefined;
  const command = shown ?? commands.find(one => one === word);
  if (command === undefined) throw new CommandFailure('usage', `expected a command: ${commands.join(', ')}, or --help`);
  if (others.length > 0) throw new CommandFailure('usage', `${command} takes no further arguments: see --help`);
  if (command !== 'help' && command !== 'version') refuseOtherOptions(command, Object.keys(values));
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

function refuseOtherOptions(command: keyof typeof optionsOf, given: readonly string[]): void {
  const known: readonly string[] = [...optionsOf[command], ...tokenOptions];
  const other = given.find(option => !known.includes(option));
  if (other !== undefined) throw new CommandFailure('usage', `${command} does not take --${other}: see --help`);
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
