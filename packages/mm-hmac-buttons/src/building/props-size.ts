import { PropsTooLargeError } from '../errors.ts';

/** What servers as old as 5.37 allow; newer ones allow 800,000. */
export const oldServersMaxProps = 8_000;

/**
 * How many characters a post's `props` take on the server: code points of what Go makes of them, where `<` counts as six,
 * with all the fields that saving adds to an attachment.
 */
export function measureProps(props: object): number {
  const attachments: unknown = 'attachments' in props ? props.attachments : undefined;
  const saved = {
    ...props,
    ...(Array.isArray(attachments) && { attachments: attachments.map(one => ({ ...emptyAttachment, ...one })) }),
    from_bot: 'true',
  };
  // What stands for six characters here is what Go escapes in six.
  return Array.from(JSON.stringify(saved).replace(/[<>&\u2028\u2029]/g, '______')).length;
}

/** @throws PropsTooLargeError saying what to do. */
export function checkPropsSize(props: object, maxLength: number): void {
  const length = measureProps(props);
  if (length <= maxLength) return;
  const advice = 'use fewer buttons or shorter labels, values and contexts';
  const limits = maxLength === oldServersMaxProps ? '; newer servers allow 800,000: say so in `maxPropsLength`' : '';
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
