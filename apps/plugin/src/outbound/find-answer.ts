import type { RestClient } from '@clawmost/mm-rest';
import type { SpokenAnswer } from '../inbound/transcript.ts';
import { readMarker } from './marker.ts';

/** What it takes to look for the answer to a post. */
export interface AnswerSearch {
  readonly rest: { readonly posts: Pick<RestClient['posts'], 'allAfter' | 'get'> };
  readonly botId: string;
  readonly post: { readonly id: string; readonly channel_id: string };
  /** What the agent has said to the post, as its session knows it. */
  readonly spoken: readonly SpokenAnswer[];
  readonly signal?: AbortSignal | undefined;
}

/**
 * Whether an answer to a post stands, in whole or in part: the bot's posts say what they answer, as far as OpenClaw says
 * it; of a resumed or queued turn it does not, or names one post of several, and then the words tell.
 *
 * After a crash this is what counts. The host knows a turn again only as long as it is not over, and would have the post
 * answered a second time; of an answer that stands in part it sends the rest by itself.
 */
export async function answerStands({ rest, botId, post, spoken, signal }: AnswerSearch): Promise<boolean> {
  const options = signal && { signal };
  const later = new Map<string, number>();
  const writtenAt = async (id: string) => later.get(id) ?? (await rest.posts.get(id, options)).create_at;
  for await (const found of rest.posts.allAfter(post.channel_id, post.id, options)) {
    later.set(found.id, found.create_at);
    const marker = readMarker(found, botId);
    if (marker === undefined) continue;
    if (marker.answers.includes(post.id)) return true;
    if (spoken.some(({ text }) => repeats(found.message, text))) return true;
    for (const { to } of spoken.filter(({ text }) => beginning(text) === beginning(found.message))) {
      // The same words may be the answer to something else.
      const times = await Promise.all(marker.answers.map(id => writtenAt(id).catch(() => undefined)));
      if (times.every(time => time !== undefined && to.has(time))) return true;
    }
  }
  return false;
}

/** So much of a long answer, which is several posts, tells it from others. */
const telling = 200;

/** Words shorter than this may be said again by chance. */
const leastRepeated = 20;

function beginning(text: string): string {
  return words(text).slice(0, telling);
}

/** Whether a post has all of an answer in it, and more: a resumed turn is told what was not sent, and says that as well. */
function repeats(message: string, text: string): boolean {
  const [posted, spoken] = [words(message), words(text)];
  return spoken.length >= leastRepeated && posted.length > spoken.length && posted.includes(spoken);
}

/** The server may change white space. */
function words(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
