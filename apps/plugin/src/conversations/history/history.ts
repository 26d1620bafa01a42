import type { Post, User } from '@clawmost/mm-rest';
import type { ContextSettings } from '../../config/context.ts';
import type { ReadyAccount } from '../../server/ready-account.ts';
import type { IsAllowed } from '../people.ts';
import { type ContextRequest, sessionOfScope } from '../request.ts';
import { chooseEarlier, type EarlierPost, readPost } from './choose-posts.ts';
import { readEarlier } from './read-earlier.ts';

/** What was written before a message. */
export interface History {
  /** What the agent does not know yet, oldest first. */
  readonly earlier: readonly EarlierPost[];
  /** The first post of the thread, where the agent does not know it. */
  readonly quoted: EarlierPost | undefined;
  /** When the newest post before the message was written; 0 when there is none. */
  readonly readUntil: number;
}

/** What the history is read with. */
export interface HistoryOptions {
  readonly account: Pick<ReadyAccount, 'rest' | 'stores' | 'lookUp' | 'bot' | 'signal'>;
  readonly settings: ContextSettings;
  readonly isAllowed: IsAllowed;
  /** Whether OpenClaw has a session. */
  readonly hasSession: (session: { readonly agentId: string; readonly sessionKey: string }) => boolean;
}

/**
 * Reads what people wrote in the channel or the thread since the agent's last turn there, and before its first turn the
 * end of what there is. The server is asked each time: so edits and deletions count, and nothing is lost in a restart.
 *
 * @throws the client's errors
 */
export async function readHistory(options: HistoryOptions, request: ContextRequest): Promise<History> {
  const { account, settings, isAllowed } = options;
  const { bot, stores } = account;
  const session = sessionOfScope(request);
  const noted = await stores.conversations.seenUntil(session.sessionKey);
  const isNewSession = noted === undefined && !options.hasSession(session);
  const posts = await readEarlier(account, request, settings.historyLimit);
  // A reset of the session that was made meanwhile means that the earlier posts do not count any more.
  const seen = (await stores.conversations.seenUntil(session.sessionKey)) ?? noted;
  const since = seen ?? (isNewSession ? 0 : lastOwnPost(posts, bot.id));
  const authors = await readAuthors(account, posts);
  const own = isNewSession ? [] : await postsWithTurns(account, posts);
  const known = new Set([...request.posts, ...own]);
  const choice = { bot, authors, isAllowed, settings, isNewSession };
  const quoted = await readQuoted(options, request, { posts, isNewSession, choice });
  if (quoted) known.add(quoted.post.id);
  const earlier = chooseEarlier(posts, { ...choice, since, known });
  return { earlier, quoted, readUntil: posts.at(-1)?.create_at ?? 0 };
}

/** For sessions that are older than our notes: posts before the bot's last one count as known. */
function lastOwnPost(posts: readonly Post[], botId: string): number {
  return posts.findLast(({ user_id }) => user_id === botId)?.create_at ?? 0;
}

/** Those of the posts that the agent has been given as messages, or will be. */
async function postsWithTurns({ stores }: HistoryOptions['account'], posts: readonly Post[]): Promise<string[]> {
  const entries = await stores.ledger.find(posts.map(({ id }) => id));
  return [...entries.values()]
    .filter(({ state, outcome }) => state !== 'dead' && outcome !== 'silent')
    .map(({ key }) => key);
}

/** Looks up who wrote posts; those who cannot be looked up are left out. */
export async function readAuthors(
  { rest, bot, lookUp, signal }: HistoryOptions['account'],
  posts: readonly Post[],
): Promise<ReadonlyMap<string, User>> {
  const ids = [...new Set(posts.map(({ user_id }) => user_id))].filter(id => id !== bot.id);
  if (ids.length === 0) return new Map();
  // Two or three are mostly known already; of more, one request brings all.
  if (ids.length > 3) return byId(await rest.users.getByIds(ids, { signal, timeoutMs: 5_000, maxAttempts: 3 }));
  const users = await Promise.allSettled(ids.map(id => lookUp.users.get(id)));
  return byId(users.flatMap(user => (user.status === 'fulfilled' ? [user.value] : [])));
}

function byId(users: readonly User[]): ReadonlyMap<string, User> {
  return new Map(users.map(user => [user.id, user]));
}

/**
 * The post that a reply answers: the first one of its thread. In a session that had a turn in the thread, the agent knows
 * it; a flat direct message that was written in a thread names it each time.
 */
async function readQuoted(
  { account, settings }: HistoryOptions,
  request: ContextRequest,
  {
    posts,
    isNewSession,
    choice,
  }: { posts: readonly Post[]; isNewSession: boolean; choice: Parameters<typeof readPost>[1] },
): Promise<EarlierPost | undefined> {
  const { replyTo } = request;
  const isFlat = request.route.threadId === undefined;
  if (replyTo === undefined || request.posts.includes(replyTo) || !(isFlat || isNewSession)) return undefined;
  const root =
    posts.find(({ id }) => id === replyTo) ??
    (isFlat || settings.historyLimit === 0 ? await readRoot(account, replyTo) : undefined);
  if (!root) return undefined;
  const authors = choice.authors.has(root.user_id) ? choice.authors : await readAuthors(account, [root]);
  // What the bot wrote itself is quoted too: a thread can begin under any of its answers.
  return readPost(root, { ...choice, authors, isNewSession: true });
}

async function readRoot({ rest, signal }: HistoryOptions['account'], id: string): Promise<Post | undefined> {
  try {
    return await rest.posts.get(id, { signal, timeoutMs: 5_000, maxAttempts: 3 });
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}
