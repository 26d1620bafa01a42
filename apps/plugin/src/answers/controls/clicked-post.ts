import type { Post } from '@clawmost/mm-rest';
import { texts } from '../../texts.ts';

/** The new text, files and props of a post. */
export interface PostContent {
  readonly message: string;
  readonly file_ids: readonly string[];
  readonly props: Readonly<Record<string, unknown>>;
}

/** An attachment of a post, as far as it matters here. */
type Attachment = Readonly<Record<string, unknown>> & { readonly actions?: readonly unknown[] };

/**
 * Removes the buttons from a post that does not need them any more: a line takes their place, and the rest stays as it is.
 *
 * All buttons go, because the server takes the addresses of buttons out of the posts that it lets us read: a button that is
 * written back can never be clicked again.
 */
export function withoutControls(post: Post, line: string): PostContent {
  const attachments = attachmentsOf(post);
  const kept = attachments.flatMap(attachment => {
    const { actions, ...rest } = attachment;
    if (!hasActions(attachment)) return [attachment];
    return Object.values(rest).some(isFilled) ? [rest] : [];
  });
  const props = { ...post.props, attachments: [...kept, { text: line }] };
  return { message: post.message, file_ids: post.file_ids ?? [], props };
}

/** The line that replaces the buttons after a choice. */
export function choiceLine({ label, userName }: { readonly label: string; readonly userName: string }): string {
  return texts.selected(label, userName);
}

/** Whether a post shows something that can be clicked. */
export function hasControls(post: Pick<Post, 'props'>): boolean {
  return attachmentsOf(post).some(hasActions);
}

function hasActions({ actions }: Attachment): boolean {
  return Array.isArray(actions) && actions.length > 0;
}

function attachmentsOf({ props }: Pick<Post, 'props'>): readonly Attachment[] {
  const attachments = props?.['attachments'];
  return Array.isArray(attachments) ? attachments.filter(one => typeof one === 'object' && one !== null) : [];
}

/** The server gives every attachment all fields, most of them empty. */
function isFilled(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return typeof value === 'string' ? value !== '' : typeof value === 'object' && value !== null;
}
