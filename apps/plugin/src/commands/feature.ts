import { createSlashRegistry } from '@clawmost/mm-slash-registry';
import type { AnswerRequest } from '../recovery/recover.ts';
import type { Feature } from '../server/feature.ts';
import { type ReadyAccount, warnOf } from '../server/ready-account.ts';
import { createRules } from '../turns/rules.ts';
import { addressWarnings, slashAddresses } from './addresses.ts';
import { acceptCommand, type CommandAnswering, handleCommand, slashKind } from './answer-command.ts';
import { desiredCommands, listCommands } from './command-list.ts';
import { listenerOf, receiveAt } from './receive-commands.ts';
import { registerCommands } from './register-commands.ts';

/** The people who were let in by pairing, and the codes for others. */
export interface CommandPairing {
  approved(): Promise<readonly string[]>;
  giveCode(facts: {
    readonly sender: Awaited<ReturnType<ReadyAccount['lookUp']['users']['get']>>;
    readonly channel: Awaited<ReturnType<ReadyAccount['lookUp']['channels']['get']>>;
  }): Promise<unknown>;
}

/** Registers the slash commands of an account with the server, and answers them. */
export function startCommands(account: ReadyAccount, answer: AnswerRequest, pairing: CommandPairing): Feature {
  const { accountId, settings, stores, rest, bot, log, lookUp, signal } = account;
  const warn = (what: string) => warnOf(account, what);
  const cfg = account.config();
  const list = listCommands(cfg, settings, warn('the commands of skills could not be listed'));
  const answering: CommandAnswering = {
    judge: { account, rulesFor: createRules(account), paired: pairing },
    answer,
    commands: () => list,
    prefix: settings.config.commands?.prefix,
    giveCode: async ({ userId, channelId }) => {
      const [sender, channel] = await Promise.all([lookUp.users.get(userId), lookUp.channels.get(channelId)]);
      return pairing.giveCode({ sender, channel });
    },
  };
  // What an earlier process has received is answered, also when commands are off now.
  const kinds = { [slashKind]: handleCommand(answering) };
  const addresses = slashAddresses(cfg, settings);
  const [problem] = addresses.problems.filter(({ severity }) => severity === 'error');
  if (problem) {
    if (list.size > 0) log.error(`failed to register slash commands: commands.callbackUrl ${problem.message}`);
    return { kinds };
  }
  const registry = createSlashRegistry({
    ...{ api: rest.commands, userId: bot.id, url: addresses.url, commands: desiredCommands(list), accountId },
    store: stores.slashCommands,
  });
  if (list.size === 0) {
    const removed = registry.removeAll({ signal }).then(count => {
      if (count > 0) log.info(`${count} slash commands were deleted, because commands.native is off`);
    }, warn('the slash commands of the bot could not be deleted'));
    return { kinds, stop: () => removed };
  }
  for (const line of addressWarnings(addresses, settings)) log.warn(line);
  const registration = { account, registry, url: addresses.url };
  const running = new Set<Promise<void>>();
  const register = (teamIds?: readonly string[]): void => {
    const work = registerCommands(registration, teamIds).finally(() => running.delete(work));
    running.add(work);
  };
  let closeReceivers: (() => void)[] = [];
  return {
    kinds,
    routes(inbox) {
      const receiving = { registry, onCommand: acceptCommand(answering, inbox), log };
      closeReceivers = addresses.paths.map(path => receiveAt(path, accountId, receiving));
      register();
      return addresses.paths.map(path => ({ path, listener: listenerOf(path) }));
    },
    listen(socket) {
      socket.on('added_to_team', ({ data }) => {
        if (data.user_id === bot.id) register([data.team_id]);
      });
      socket.on('gap', ({ reason }) => {
        if (reason !== 'first-start') register();
      });
    },
    async stop() {
      for (const close of closeReceivers) close();
      await Promise.all(running);
    },
  };
}
