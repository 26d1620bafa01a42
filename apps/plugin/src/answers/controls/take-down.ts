import { HttpError } from '@clawmost/mm-rest';
import { type ReadyAccount, warnOf } from '../../server/ready-account.ts';
import { hasControls, withoutControls } from './clicked-post.ts';

/**
 * Takes the buttons off a post that still shows them, and puts a line in their place. A post that is gone has none; any other
 * failure is logged.
 */
export async function takeDown(
  account: Pick<ReadyAccount, 'signal' | 'log'> & { readonly rest: Pick<ReadyAccount['rest'], 'posts'> },
  postId: string,
  line: string,
): Promise<void> {
  const { rest, signal } = account;
  try {
    const post = await rest.posts.get(postId, { signal });
    if (!hasControls(post)) return;
    const { message, props } = withoutControls(post, line);
    await rest.posts.patch(postId, { message, props }, { signal });
  } catch (error) {
    const isGone = error instanceof HttpError && [403, 404].includes(error.status);
    if (!isGone) warnOf(account, `the buttons of post ${postId} could not be taken down`)(error);
  }
}
