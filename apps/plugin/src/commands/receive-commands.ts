import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type CommandEvent,
  type CommandReply,
  createCommandReceiver,
  type SlashRegistry,
  toNodeListener,
} from '@clawmost/mm-slash-registry';
import type { AccountLog } from '../host/log.ts';
import { processShared } from '../host/process-shared.ts';

/** An account that receives commands. */
export interface ReceivingAccount {
  readonly registry: SlashRegistry;
  readonly onCommand: (event: CommandEvent) => Promise<CommandReply | undefined>;
  readonly log: AccountLog;
}

type Listener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** What accounts at the same path share. */
interface Shared {
  readonly accounts: Map<string, ReceivingAccount>;
  readonly listener: Listener;
}

/** By path. Several accounts may share a path, and OpenClaw loads this module more than once. */
const sharedAt = processShared('slash-receivers', () => new Map<string, Shared>());

/** The listener of a path, for all accounts there: the token of a call says for which account it is. */
export function listenerOf(path: string): Listener {
  return shared(path).listener;
}

/** Has an account receive commands at a path, until the returned function is called. */
export function receiveAt(path: string, accountId: string, account: ReceivingAccount): () => void {
  const { accounts } = shared(path);
  accounts.set(accountId, account);
  return () => {
    // The account may have been started again meanwhile.
    if (accounts.get(accountId) === account) accounts.delete(accountId);
  };
}

function shared(path: string): Shared {
  const known = sharedAt.get(path) ?? makeShared();
  sharedAt.set(path, known);
  return known;
}

function makeShared(): Shared {
  const accounts = new Map<string, ReceivingAccount>();
  // A refused call belongs to no account: its reason is in the log of the first one.
  const log = () => [...accounts.values()][0]?.log;
  const receive = createCommandReceiver({
    registries: () => [...accounts.values()].map(({ registry }) => registry),
    onCommand: async event => accounts.get(event.accountId)?.onCommand(event),
    logger: {
      warn: (line: string) => log()?.warn(line),
      error: (line: string, error: unknown) =>
        log()?.error(`${line}: ${error instanceof Error ? error.message : String(error)}`),
    },
  });
  return { accounts, listener: toNodeListener(receive) };
}
