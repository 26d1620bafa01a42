import { createRestClient, type RestOptions } from '@clawmost/mm-rest';
import { type MattermostOptions, startMattermost } from '@clawmost/mm-testserver';
import type { PluginRuntime } from 'openclaw/plugin-sdk/channel-core';
import { onTestFinished } from 'vitest';
import type { ReadyAnswer } from '../../src/answers/answer.ts';
import { registerRunning } from '../../src/answers/running-accounts.ts';
import { resolveAccount } from '../../src/config/accounts.ts';
import type { Hint } from '../../src/server/account-activity.ts';
import { createLookUp } from '../../src/server/look-up.ts';
import type { ReadyAccount } from '../../src/server/ready-account.ts';
import { createAccountTargets } from '../../src/server/targets.ts';
import { createMemoryStores } from '../../src/storage/account-stores.ts';
import { withSection } from './config.ts';

/** What a test changes about the account. */
export interface AccountOptions {
  /** For tests that run several stories at once: accounts are known by their id in the whole process. @default `default` */
  readonly accountId?: string;
  /** For the REST client, such as `maxAttempts: 1`, so that a failed call is not repeated inside the client. */
  readonly rest?: Partial<RestOptions>;
  /** More keys of `channels.mattermost`. */
  readonly section?: object;
  readonly maxPostSize?: number;
  readonly maxFileSize?: number;
  /** The version and settings of the server. */
  readonly server?: MattermostOptions;
  /** OpenClaw's part, for tests that give it something. */
  readonly channelRuntime?: PluginRuntime['channel'];
}

/**
 * Starts an embedded Mattermost with the person alice, the bot claw and the channel ops, in which alice has asked claw
 * something, and makes the bot's account ready. Its stores are in memory. Everything ends with the test.
 */
export async function openAccount(options: AccountOptions = {}) {
  const mattermost = await startMattermost(options.server);
  onTestFinished(() => mattermost.stop());
  const team = mattermost.addTeam('acme');
  const alice = team.addPerson('alice');
  const claw = team.addBot('claw');
  const ops = team.addChannel('ops', { members: [alice, claw] });
  const question = await alice.says('@claw what is it?', { in: ops });
  const account = await accountOf({ baseUrl: mattermost.url, botToken: claw.token }, options);
  return {
    ...{ mattermost, team, alice, claw, ops, question, account, cfg: account.config() },
    stores: account.stores,
    /** An answer to alice's question. */
    answer: (text: string, more: Partial<ReadyAnswer> = {}): ReadyAnswer => ({
      ...{ channelId: ops.id, rootId: undefined, text, deliveryId: 'delivery', answers: [question.id] },
      ...more,
    }),
    /** The calls of the bot that create a post, for faults. */
    creations: { method: 'POST', path: '/posts', by: claw },
    /** The posts of the bot in the channel. */
    posts: () => mattermost.posts(ops).filter(({ user_id }) => user_id === claw.id),
    /** How many calls of the bot have tried to create a post. */
    attempts: () =>
      mattermost.requests.filter(({ method, path }) => method === 'POST' && path === '/api/v4/posts').length,
  };
}

/** Makes an account ready on a server. Its signal aborts when the test ends. */
export async function accountOf(
  credentials: { readonly baseUrl: string; readonly botToken: string },
  { accountId, rest: restOptions, section, maxPostSize = 16_383, maxFileSize, channelRuntime }: AccountOptions = {},
): Promise<TestAccount> {
  const { baseUrl, botToken } = credentials;
  const stop = new AbortController();
  onTestFinished(() => stop.abort(new Error('the test has ended')));
  const { signal } = stop;
  const own = { ...credentials, network: { dangerouslyAllowPrivateNetwork: true }, ...section };
  const cfg = withSection(accountId ? { accounts: { [accountId]: own } } : own);
  const settings = resolveAccount(cfg, accountId);
  const rest = createRestClient({ baseUrl, token: botToken, ...restOptions });
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  const noted = { posts: 0, hints: [] as Hint[] };
  return {
    ...{ accountId: settings.accountId, settings, config: () => cfg, baseUrl, botToken, maxPostSize, rest, signal },
    ...(maxFileSize !== undefined && { maxFileSize }),
    bot: await createRestClient({ baseUrl, token: botToken }).users.me(),
    lookUp: createLookUp(rest, signal),
    targets: createAccountTargets(rest, settings),
    stores: createMemoryStores(),
    channelRuntime: channelRuntime ?? ({} as PluginRuntime['channel']),
    log: { debug: log, info: log, warn: log, error: log },
    notePosted: () => {
      noted.posts += 1;
    },
    noteHint: hint => void noted.hints.push(hint),
    ...{ lines, noted, stop },
  };
}

/** A ready account, with what it has logged and noted. */
export interface TestAccount extends ReadyAccount {
  readonly lines: readonly string[];
  /** How often `notePosted` was called, and what `noteHint` was given. */
  readonly noted: { readonly posts: number; readonly hints: readonly Hint[] };
  /** Abort it to stop the account. */
  readonly stop: AbortController;
}

/** Makes an account known as running until the test ends or the returned function is called. */
export function markRunning(account: ReadyAccount): () => void {
  const unregister = registerRunning(account);
  onTestFinished(unregister);
  return unregister;
}
