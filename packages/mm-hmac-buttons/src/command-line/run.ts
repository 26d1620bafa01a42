import { channelField } from '../building/button-attachments.ts';
import { InteractionError } from '../errors.ts';
import { diagnoseContext } from '../signing/diagnose.ts';
import { isJsonObject } from '../signing/json.ts';
import { deriveSecret } from '../signing/secret.ts';
import { signContext } from '../signing/sign.ts';
import { type Arguments, readArguments } from './arguments.ts';
import { CommandFailure, exitCodes } from './failures.ts';
import { help } from './help.ts';
import { post } from './post.ts';
import { readBotToken, readInput, readJsonFile, readText, type Surroundings } from './surroundings.ts';

/** Runs one command and tells with which code to exit. */
export async function run(args: readonly string[], around: Surroundings): Promise<number> {
  try {
    return await runCommand(readArguments(args), around);
  } catch (error) {
    if (error instanceof CommandFailure) {
      around.complain(`mm-hmac-buttons: ${error.message}`);
      return error.exitCode;
    }
    if (!(error instanceof InteractionError)) throw error;
    around.complain(`mm-hmac-buttons: ${error.message}`);
    return exitCodes.input;
  }
}

async function runCommand(args: Arguments, around: Surroundings): Promise<number> {
  if (args.command === 'help') around.print(help);
  if (args.command === 'sign') await sign(args, around);
  if (args.command === 'post') await post(args, around);
  if (args.command === 'secret')
    around.print(JSON.stringify({ secret: deriveSecret(await readBotToken(args, around)) }));
  return args.command === 'verify' ? await verify(args, around) : exitCodes.done;
}

async function sign(args: Arguments, around: Surroundings): Promise<void> {
  const context = await readInput(args, around);
  if (!isJsonObject(context)) throw new CommandFailure('input', 'the context must be an object');
  const bound = args.channel === undefined ? context : { ...context, [channelField]: args.channel };
  around.print(JSON.stringify(signContext(bound, deriveSecret(await readBotToken(args, around)))));
}

async function verify(args: Arguments, around: Surroundings): Promise<number> {
  const { context, type } = contextIn(await readInput(args, around));
  const diagnosis = diagnoseContext(context, {
    botToken: await readBotToken(args, around),
    type: args.type ?? type,
    original:
      args.original === undefined ? undefined : contextIn(await readJsonFile(args.original, '--original')).context,
    otherBotTokens: args.otherTokens === undefined ? [] : await readTokens(args.otherTokens),
  });
  around.print(JSON.stringify(diagnosis));
  return diagnosis.ok ? exitCodes.done : exitCodes.notAccepted;
}

/** A context as it is, as part of an action, or as part of what Mattermost sent. */
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
