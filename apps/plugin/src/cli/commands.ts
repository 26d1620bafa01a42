import type { OpenClawConfig, OpenClawPluginApi } from 'openclaw/plugin-sdk/channel-core';
import type { CommandContext } from './command.ts';

/** The root command, for the help of OpenClaw; the manifest has the same. */
export const rootCommand = {
  name: 'mattermost',
  description: 'Explain what happened to a post; list, retry or drop messages that were given up',
  hasSubcommands: true,
} as const;

/** Registers `openclaw mattermost …`. The code of a command is loaded when it runs. */
export function registerCommands(api: Pick<OpenClawPluginApi, 'registerCli'>): void {
  api.registerCli(({ program, config }) => addCommands(program, config), { descriptors: [rootCommand] });
}

type Registrar = Parameters<OpenClawPluginApi['registerCli']>[0];
type Program = Parameters<Registrar>[0]['program'];

function addCommands(program: Program, cfg: OpenClawConfig): void {
  const root = program.command(rootCommand.name).description(rootCommand.description);
  withOptions(root.command('explain <post>'))
    .description('What happened to a post, and why: its id, or its permalink from "Copy link"')
    .action((post, options) =>
      run(cfg, async context => (await import('./explain.ts')).explain(context, post, options)),
    );

  const inbox = root.command('inbox').description('Messages that were given up after five failed attempts');
  withOptions(inbox.command('list'))
    .description('List them, newest first')
    .action(options => run(cfg, async context => (await import('./inbox-list.ts')).listInbox(context, options)));
  withOptions(inbox.command('retry [ids...]'))
    .option('--all', 'all of them')
    .description('Try them again')
    .action((ids, options) =>
      run(cfg, async context => (await import('./inbox-retry.ts')).retryInbox(context, ids, options)),
    );
  withOptions(inbox.command('drop [ids...]'))
    .option('--all', 'all of them')
    .description('Give them up for good, and delete their stored text')
    .action((ids, options) =>
      run(cfg, async context => (await import('./inbox-drop.ts')).dropInbox(context, ids, options)),
    );
}

function withOptions(command: Program): Program {
  return command.option('--account <id>', 'only this account').option('--json', 'print JSON');
}

/** Runs a command; what goes wrong is one line on stderr and the exit code 1. */
async function run(cfg: OpenClawConfig, work: (context: CommandContext) => Promise<void>): Promise<void> {
  const { resolveStateDir } = await import('openclaw/plugin-sdk/state-paths');
  try {
    await work({ cfg, stateDir: resolveStateDir(), print: text => void process.stdout.write(`${text}\n`) });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
