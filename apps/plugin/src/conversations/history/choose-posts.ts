import { attachmentText, whoSpeaks } from '@clawmost/mm-policy';
import type { Post, User } from '@clawmost/mm-rest';
import { readMarker } from '../../answers/marker.ts';
import type { ContextSettings } from '../../config/context.ts';
import { filesOf, plainName } from '../files/post-files.ts';
import { displayName, type IsAllowed } from '../people.ts';

/** An earlier post that the agent gets. */
export interface EarlierPost {
  readonly post: Post;
  readonly sender: string;
  /** What it says, with the text of its attachments and the names of its files. */
  readonly body: string;
  /** Whether its author may talk to the bot here, or is the bot. */
  readonly isAllowed: boolean;
}

/** By which earlier posts are chosen. */
export interface ChoiceOfPosts {
  readonly bot: User;
  /** The authors that are known, by id. */
  readonly authors: ReadonlyMap<string, User>;
  readonly isAllowed: IsAllowed;
  readonly settings: Pick<ContextSettings, 'visibility' | 'includesBots' | 'historyLimit'>;
  /** Whether the agent has had no turn in this session: then it knows nothing of what it said there itself. */
  readonly isNewSession: boolean;
  /** The agent knows what was written up to this time. */
  readonly since: number;
  /** The posts that the turn is about, and those that have or get a turn of their own. */
  readonly known: ReadonlySet<string>;
}

/** The longest text of one earlier post, in characters; the rest of a log that was pasted is cut. */
const longestBody = 4_000;

/** Chooses what the agent gets of earlier posts, which come oldest first, and names who wrote each. */
export function chooseEarlier(posts: readonly Post[], choice: ChoiceOfPosts): EarlierPost[] {
  const { settings, since, known } = choice;
  return posts
    .filter(({ id, create_at, delete_at }) => create_at > since && delete_at === 0 && !known.has(id))
    .flatMap(post => readPost(post, choice) ?? [])
    .filter(({ isAllowed }) => settings.visibility === 'all' || isAllowed)
    .slice(settings.historyLimit > 0 ? -settings.historyLimit : posts.length);
}

/** Reads one post; `undefined` for one that says nothing, or that is not for the agent. */
export function readPost(post: Post, choice: Omit<ChoiceOfPosts, 'since' | 'known'>): EarlierPost | undefined {
  const author = choice.authors.get(post.user_id);
  const from = senderOf(post, author, choice);
  const body = from && bodyOf(post);
  return from && body ? { post, ...from, body } : undefined;
}

function senderOf(
  post: Post,
  author: User | undefined,
  { bot, isAllowed, settings, isNewSession }: Omit<ChoiceOfPosts, 'since' | 'known'>,
): Pick<EarlierPost, 'sender' | 'isAllowed'> | undefined {
  const speaker = whoSpeaks(post, { username: author?.username ?? '', is_bot: author?.is_bot === true }, bot.id);
  const name = author ? plainName(displayName(author)) : 'an unknown user';
  switch (speaker.kind) {
    case 'own': {
      const marker = readMarker(post, bot.id);
      // The transcript has its answers; what it posted otherwise, such as a scheduled report, is in another session.
      const isInTranscript = !isNewSession && marker !== undefined && marker.answers.length > 0;
      if (marker?.state === 'preview' || post.type !== '' || isInTranscript) return undefined;
      return { sender: `${plainName(displayName(bot))} (you)`, isAllowed: true };
    }
    case 'person':
      return { sender: name, isAllowed: isAllowed({ subject: speaker.subject, username: author?.username }) };
    case 'bot':
      if (!settings.includesBots) return undefined;
      return {
        sender: `${name} (bot)`,
        isAllowed: isAllowed({ subject: speaker.subject, username: author?.username }),
      };
    case 'webhook':
      if (!settings.includesBots) return undefined;
      return {
        sender: `${plainName(speaker.name || 'a webhook')} (webhook)`,
        isAllowed: isAllowed({ subject: speaker.subject }),
      };
    case 'slash-answer':
      // The server writes it in the name of the person who typed the command.
      return settings.includesBots ? { sender: `a slash command of ${name}`, isAllowed: false } : undefined;
    default:
      return undefined;
  }
}

function bodyOf(post: Post): string {
  const message = post.type === 'me' ? (/^\*([\s\S]*)\*$/.exec(post.message)?.[1] ?? post.message) : post.message;
  const files = filesOf(post).map(({ name }) => plainName(name ?? 'file'));
  const text = [message, attachmentText(post)].filter(part => part.trim() !== '').join('\n');
  const cut = text.length > longestBody ? `${text.slice(0, longestBody)}…` : text;
  return [cut, files.length > 0 ? `[files: ${files.join(', ')}]` : ''].filter(Boolean).join('\n');
}
