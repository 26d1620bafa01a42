import type { Entry, LeaseHolder } from '@clawmost/mm-inbox';
import { HttpError } from '@clawmost/mm-rest';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { resolveAccount, sectionOf } from '../config/accounts.ts';
import { createAccountRest } from '../server/account-rest.ts';
import { whyItCannotRun } from '../server/cannot-run.ts';
import { diagnose } from '../server/diagnosis.ts';
import { type ReadableStores, stateFilePath } from '../storage/account-stores.ts';
import type { Decision } from '../storage/decision-log.ts';
import type { CommandContext } from './command.ts';

/** Everything from which it can be said what happened to a post. */
export interface PostEvidence {
  readonly postId: string;
  readonly accountId: string;
  /** Where the settings of the account stand. */
  readonly section: string;
  /** Why the account cannot run as it is configured; `undefined` when nothing is known against it. */
  readonly cannotRun: string | undefined;
  /** The path of its state file. */
  readonly file: string;
  /** What the account has stored; `undefined` when it has no state file. */
  readonly stored: StoredEvidence | undefined;
  /** What the server says; it is asked only about a post that is not in the stores. */
  readonly server: ServerEvidence | undefined;
}

/** What the stores of an account say of a post. */
export interface StoredEvidence {
  readonly entry: Entry | undefined;
  /** Oldest first. */
  readonly decisions: readonly Decision[];
  /** When OpenClaw was given its turn; `undefined` when it has no turn that is pending. */
  readonly turnSince: number | undefined;
  /** How many answers to it are not posted yet. */
  readonly unposted: number;
  /** The process that runs the account now. */
  readonly holder: LeaseHolder | undefined;
  /** Posts written up to then get no answer; absent before the first start is done. */
  readonly startedAt: number | undefined;
  /** What was decided about posts written up to then may have been forgotten. */
  readonly prunedUntil: number;
  /** Up to when each channel is read. */
  readonly marks: ReadonlyMap<string, number>;
  /** Up to when every channel is read. */
  readonly completeUntil: number | undefined;
}

/** What the server says of a post, asked with the token of the account. */
export type ServerEvidence =
  | { readonly says: 'shown'; readonly channelId: string; readonly writtenAt: number; readonly isMember: boolean }
  /** Mattermost gives the same answer for a wrong id, a deleted post and a channel that the bot may not read. */
  | { readonly says: 'not-shown' }
  | { readonly says: 'nothing'; readonly why: string };

/** Reads what the stores of an account say of a post. */
export async function readStored(stores: ReadableStores, postId: string): Promise<StoredEvidence> {
  const { ledger, decisions, pendingAnswers } = stores;
  const [entries, turn, answers, progress] = await Promise.all([
    ledger.find([postId]),
    pendingAnswers.turnOf(postId),
    pendingAnswers.answersTo(postId),
    ledger.progress(),
  ]);
  return {
    entry: entries.get(postId),
    decisions: await decisions.about(postId),
    turnSince: turn?.startedAt,
    unposted: answers.filter(({ isPosted }) => !isPosted).length,
    holder: await ledger.leaseHolder(),
    ...progress,
  };
}

/** Puts together what is known of a post; asks the server when the account has stored nothing about it. */
export async function gatherEvidence(
  { cfg, stateDir }: Pick<CommandContext, 'cfg' | 'stateDir'>,
  accountId: string,
  postId: string,
  stored: StoredEvidence | undefined,
): Promise<PostEvidence> {
  const { enabled, tokenUnresolved } = resolveAccount(cfg, accountId);
  const isUnknown = stored !== undefined && stored.entry === undefined && stored.decisions.length === 0;
  return {
    ...{ postId, accountId, stored, section: sectionOf(cfg, accountId), file: stateFilePath(stateDir, accountId) },
    // The gateway resolves SecretRefs, and a command does not.
    cannotRun: enabled && tokenUnresolved ? undefined : whyItCannotRun(cfg, accountId),
    server: isUnknown ? await askServer(cfg, accountId, postId) : undefined,
  };
}

/** How long the server is waited for, in milliseconds: a person waits for the command. */
const serverTimeoutMs = 10_000;

/** Asks the server for a post, with the token of the account. Never rejects. */
async function askServer(cfg: OpenClawConfig, accountId: string, postId: string): Promise<ServerEvidence> {
  const account = resolveAccount(cfg, accountId);
  const { baseUrl, botToken, tokenUnresolved } = account;
  if (tokenUnresolved) return { says: 'nothing', why: 'its token is a SecretRef, which only the gateway resolves.' };
  if (!baseUrl || !botToken) return { says: 'nothing', why: 'this command sees no token or no address for it.' };
  const signal = AbortSignal.timeout(serverTimeoutMs);
  try {
    const rest = createAccountRest(account, { maxAttempts: 1 });
    const me = await rest.users.me({ signal });
    const post = await orGone(rest.posts.get(postId, { signal }));
    if (!post) return { says: 'not-shown' };
    const member = await orGone(rest.channels.getMember(post.channel_id, me.id, { signal }));
    return {
      says: 'shown',
      channelId: post.channel_id,
      writtenAt: post.create_at,
      isMember: member !== undefined,
    };
  } catch (error) {
    return {
      says: 'nothing',
      why: signal.aborted ? 'it did not reply within 10 s.' : diagnose(error, cfg, account).line,
    };
  }
}

/** Only Mattermost's own answer says that something is not there. */
async function orGone<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof HttpError && [400, 403, 404].includes(error.status) && error.id !== undefined)
      return undefined;
    throw error;
  }
}
