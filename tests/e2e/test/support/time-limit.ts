import type { Post } from '@clawmost/mm-testserver';

/**
 * How long a test waits for what must happen, under the names that the waiting functions take: minutes, because a busy
 * machine is slow.
 */
export const timeLimit = { timeoutMs: 300_000, timeout: 300_000, interval: 100 } as const;

/** For a wait for an answer of the bot: not for the preview that shows it while it is written. */
export const wholeAnswer: typeof timeLimit & { readonly matching: (post: Post) => boolean } = {
  ...timeLimit,
  matching: ({ props }) => (props['clawmost'] as { state?: string } | undefined)?.state !== 'preview',
};

/** Matches an answer of the bot by its text when it is whole. */
export function whole(text: RegExp): (post: Post) => boolean {
  return post => wholeAnswer.matching(post) && text.test(post.message);
}
