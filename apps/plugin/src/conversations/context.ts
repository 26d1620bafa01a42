import { type ContextSettings, contextSettings } from '../config/context.ts';
import { isPostKey } from '../server/post-key.ts';
import { type ReadyAccount, warnOf } from '../server/ready-account.ts';
import { type FetchedFiles, fetchFiles } from './files/fetch-files.ts';
import { filesOf, type PostFile } from './files/post-files.ts';
import type { EarlierPost } from './history/choose-posts.ts';
import { type History, type HistoryOptions, readHistory } from './history/history.ts';
import { allowedIn } from './people.ts';
import { type Pin, readPins } from './pins.ts';
import { type ContextRequest, scopeOf, sessionOfScope } from './request.ts';

/** What the agent is given beside a message. */
export interface TurnContext extends History, FetchedFiles {
  readonly settings: ContextSettings;
  /** The pinned posts of the channel, if the settings include them. */
  readonly pins: readonly Pin[];
  /** Whether the earlier posts are all there are; if not, the next turn asks for them again. */
  readonly isHistoryRead: boolean;
}

/** The account whose server is asked. */
type ContextAccount = HistoryOptions['account'] & Pick<ReadyAccount, 'config' | 'settings' | 'log'>;

/**
 * Gathers what the agent is given beside a message: what was written before it, which post it replies to, and its files.
 * What cannot be read is named in the notices; the message is answered all the same.
 */
export async function readContext(
  account: ContextAccount,
  request: ContextRequest,
  hasSession: HistoryOptions['hasSession'],
): Promise<TurnContext> {
  const cfg = account.config();
  const { kind, channel } = request;
  const settings = contextSettings(cfg, account.settings, channel.id);
  const isAllowed = allowedIn(cfg, account.settings, { kind, channelId: channel.id });
  let history: History = { earlier: [], quoted: undefined, readUntil: 0 };
  const notices: string[] = [];
  let isHistoryRead = true;
  try {
    history = await readHistory({ account, settings, isAllowed, hasSession }, request);
  } catch (error) {
    account.signal.throwIfAborted();
    isHistoryRead = false;
    warnOf(account, 'the messages before a message could not be read, so the agent answers without them')(error);
    notices.push('[earlier messages unavailable] Mattermost did not answer in time');
  }
  const files = [...(request.files ?? []), ...filesOfThread(request, history)];
  const fetched = await fetchFiles(account, files, settings.maxFileBytes);
  const pins = settings.includesPins
    ? await readPins(account, channel.id, { isAllowed, settings }).catch(error => {
        warnOf(account, 'the pinned posts could not be read')(error);
        return [];
      })
    : [];
  return { ...history, settings, pins, isHistoryRead, media: fetched.media, notices: [...notices, ...fetched.notices] };
}

/** How many files of earlier posts are given to the agent: the newest ones. */
const mostEarlierFiles = 5;

/** A question in a thread that brings no file of its own may be about those above it; only of people who may talk to the bot. */
function filesOfThread(request: ContextRequest, { earlier, quoted }: History): PostFile[] {
  if (scopeOf(request) !== 'thread' || (request.files?.length ?? 0) > 0) return [];
  const posts: EarlierPost[] = [...(quoted ? [quoted] : []), ...earlier];
  const files = posts.filter(({ isAllowed }) => isAllowed).flatMap(({ post }) => filesOf(post));
  return files.slice(-mostEarlierFiles);
}

/** After these commands the session is empty, and what was written before is left behind. */
const resets = /^\/(?:new|reset)(?![\w-])/i;

/** So far back the next turn looks for what could not be read, as long as the ledger knows which posts had a turn. */
const unreadMs = 7 * 24 * 60 * 60_000;

/**
 * Notes after a turn that the agent knows what was written up to its message. What could not be read is asked for again by
 * the next turn. Of commands, only those that empty the session count.
 */
export async function noteKnown(
  { stores }: Pick<ReadyAccount, 'stores'>,
  request: ContextRequest & { readonly isCommand: boolean; readonly text: string },
  context: TurnContext | undefined,
): Promise<void> {
  const isReset = request.isCommand && resets.test(request.text.trim());
  if (!isReset && !context) return;
  const keys = new Set([request.route.sessionKey, sessionOfScope(request).sessionKey]);
  // Clicks and slash commands have a time on our clock, and a post that comes after them must not count as known.
  const isPost = request.posts.every(isPostKey);
  const time = isReset || isPost ? request.timestamp : (context?.readUntil ?? 0);
  const until = context?.isHistoryRead === false ? request.timestamp - unreadMs : time;
  for (const key of keys) await stores.conversations.noteSeen(key, until);
}
