import manifest from '../../package.json' with { type: 'json' };
import { channelField } from '../building/button-attachments.ts';
import { diagnoseContext } from '../diagnosis/diagnose-context.ts';
import { InteractionError } from '../errors.ts';
import { isJsonObject } from '../signing/json.ts';
import { deriveSecret } from '../signing/secret.ts';
import { signContext } from '../signing/sign.ts';
import { type Arguments, readArguments } from './arguments.ts';
import { CommandFailure, exitCodes } from './command-failure.ts';
import { type CommandIo, readBotToken, readInput, readJsonFile, readText } from './command-io.ts';
import { help } from './help.ts';
import { post } from './post.ts';

/** Runs one command and returns the exit code. */
export async function run(args: readonly string[], io: CommandIo): Promise<number> {
  try {
    return await runCommand(readArguments(args), io);
  } catch (error) {
    if (error instanceof CommandFailure) {
      io.printError(`mm-hmac-buttons: ${error.message}`);
      return error.exitCode;
    }
    if (!(error instanceof InteractionError)) throw error;
    io.printError(`mm-hmac-buttons: ${error.message}`);
    return exitCodes.input;
  }
}

async function runCommand(args: Arguments, io: CommandIo): Promise<number> {
  if (args.command === 'help') io.print(help);
  if (args.command === 'version') io.print(manifest.version);
  if (args.command === 'sign') await sign(args, io);
  if (args.command === 'post') await post(args, io);
  if (args.command === 'secret') io.print(JSON.stringify({ secret: deriveSecret(await readBotToken(args, io)) }));
  return args.command === 'verify' ? await verify(args, io) : exitCodes.done;
}

async function sign(args: Arguments, io: CommandIo): Promise<void> {
  const context = await readInput(args, io);
  if (!isJsonObject(context)) throw new CommandFailure('input', 'the context must be an object');
  const bound = args.channel === undefined ? context : { ...context, [channelField]: args.channel };
  io.print(JSON.stringify(signContext(bound, deriveSecret(await readBotToken(args, io)))));
}

async function verify(args: Arguments, io: CommandIo): Promise<number> {
  const { context, type } = contextIn(await readInput(args, io));
  const diagnosis = diagnoseContext(context, {
    botToken: await readBotToken(args, io),
    type: args.type ?? type,
    original:
      args.original === undefined ? undefined : contextIn(await readJsonFile(args.original, '--original')).context,
    otherBotTokens: args.otherTokens === undefined ? [] : await readTokens(args.otherTokens),
  });
  io.print(JSON.stringify(diagnosis));
  return diagnosis.ok ? exitCodes.done : exitCodes.notAccepted;
}

/** Finds the context in the input: a bare context, an action, or a recorded click. */
function contextIn(input: unknown): { context: unknown; type: string | undefined } {
  if (!isJsonObject(input) || '_token' in input) return { context: input, type: undefined };
  const outer = isJsonObject(input['integration']) ? input['integration'] : input;
  if (!isJsonObject(outer['context'])) return { context: input, type: undefined };
  const fromServer = outer === input && typeof input['type'] === 'string' ? input['type'] : undefined;
  return { context: outer['context'], type: fromServer };
}

async function readTokens(path: string): Promise<string[]> {
  const lines = (await readText(path, '--other-tokens')).split('\n').map(line => line.trim());
  return lines.filter(line => line !== '');
}
