import { PropsTooLargeError } from '../errors.ts';

/** The limit of servers as old as 5.37. Newer servers allow 800,000 characters. */
export const oldServersMaxProps = 8_000;

/**
 * Measures a post's `props` in characters as the server does: the code points of Go's JSON, where `<` takes six, with all
 * the fields that the server adds to an attachment when it saves a post. Use it to find out how many buttons fit on a page.
 *
 * The limit is 8,000 on servers as old as 5.37 and 800,000 on newer ones.
 */
export function measureProps(props: object): number {
  const attachments: unknown = 'attachments' in props ? props.attachments : undefined;
  const saved = {
    ...props,
    ...(Array.isArray(attachments) && { attachments: attachments.map(one => ({ ...emptyAttachment, ...one })) }),
    from_bot: 'true',
  };
  // Go escapes each of these characters as six, such as `\u003c`.
  return Array.from(JSON.stringify(saved).replace(/[<>&\u2028\u2029]/g, '______')).length;
}

/** @throws PropsTooLargeError with the size, the limit and the fix. */
export function checkPropsSize(props: object, maxLength: number): void {
  const length = measureProps(props);
  if (length <= maxLength) return;
  const advice = 'use fewer buttons or shorter labels, values and contexts';
  const limits = maxLength === oldServersMaxProps ? '; newer servers allow 800,000: set `maxPropsLength`' : '';
  throw new PropsTooLargeError(`the buttons take ${length} of ${maxLength} characters of props: ${advice}${limits}`, {
    length,
    maxLength,
  });
}

const emptyAttachment = {
  id: 0,
  fallback: '',
  color: '',
  pretext: '',
  author_name: '',
  author_link: '',
  author_icon: '',
  title: '',
  title_link: '',
  text: '',
  fields: null,
  image_url: '',
  thumb_url: '',
  footer: '',
  footer_icon: '',
  ts: null,
};
