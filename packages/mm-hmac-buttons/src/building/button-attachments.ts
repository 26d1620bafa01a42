import { requireUsableCallbackUrl } from '../../../../common/callbacks/callback-url.ts';
import { unexpected } from '../../../../common/callbacks/options.ts';
import { CallbackUrlError, ContextError, ControlError } from '../errors.ts';
import { checkSecret, deriveSecret } from '../signing/secret.ts';
import { signContext } from '../signing/sign.ts';
import type { Attachment } from './action.ts';
import { buildAttachments } from './attachments.ts';
import type { ControlRows } from './control-input.ts';
import { type Control, readControls } from './controls.ts';
import { checkPropsSize, oldServersMaxProps } from './props-size.ts';

/** The field in which OpenClaw's gateway looks for the channel of a signed button. */
export const channelField = '__openclaw_channel_id';

/** Options of {@link buildButtonAttachments}. */
export interface ButtonAttachmentsParams {
  /** The address at which the gateway receives clicks, such as `https://gateway.example.com/mattermost/interactions/default`. */
  callbackUrl: string;
  /** The gateway's account. Only the account `default` takes its token from the environment. @default 'default' */
  accountId?: string | undefined;
  /**
   * The channel of the post: the gateway refuses clicks from other channels. With `'any'`, a button counts in every channel
   * in which someone posts it.
   */
  channelId: string;
  /** The buttons and menus, in rows or in one list. */
  buttons: ControlRows;
  /** The text above them; Markdown. @default '' */
  text?: string | undefined;
  /** The bot's access token. @default the environment's `MATTERMOST_BOT_TOKEN`, for the account `default` only */
  botToken?: string | undefined;
  /** The secret from {@link deriveSecret}, in place of the token. */
  secret?: string | undefined;
  /** How many characters of `props` the server allows. @default 8_000, the limit of servers as old as 5.37 */
  maxPropsLength?: number | undefined;
}

/**
 * Builds `props.attachments` with signed buttons and menus, for scripts that post messages themselves and let an OpenClaw
 * gateway receive the clicks.
 *
 * Ids are reduced to letters and digits, and `context.action_id` repeats them. A value that differs from its button's id
 * goes into `context.value`. Such a button counts any number of times and never expires: see {@link issueChoice} for
 * buttons that count once.
 *
 * @throws ControlError, PropsTooLargeError or CallbackUrlError for buttons that Mattermost would drop or refuse.
 * @throws TypeError when there is no bot token or no channel.
 */
export function buildButtonAttachments(params: ButtonAttachmentsParams): Attachment[] {
  requireUsableCallbackUrl(params.callbackUrl, CallbackUrlError);
  const { channelId } = params;
  if (typeof channelId !== 'string' || channelId === '') {
    throw unexpected('channelId', "the id of the post's channel, or 'any'", channelId);
  }
  const secret = findSecret(params);
  const attachments = buildAttachments(readControls(params.buttons), {
    text: params.text ?? '',
    callbackUrl: params.callbackUrl,
    contextOf: control => signFor(control, contextOf(control, channelId), secret),
  });
  checkPropsSize({ attachments }, params.maxPropsLength ?? oldServersMaxProps);
  return attachments;
}

function findSecret({ secret, botToken, accountId = 'default' }: ButtonAttachmentsParams): string {
  if (secret !== undefined) return checkSecret(secret);
  if (botToken !== undefined) return deriveSecret(botToken);
  const fromEnvironment = process.env['MATTERMOST_BOT_TOKEN'];
  if (accountId === 'default' && fromEnvironment) return deriveSecret(fromEnvironment);
  const place = accountId === 'default' ? ', here or in the environment as MATTERMOST_BOT_TOKEN' : '';
  throw unexpected('botToken', `the bot token of the account "${accountId}"${place}`, undefined);
}

function contextOf(control: Control, channelId: string): object {
  const { id, context } = control;
  const own = {
    ...(control.type === 'button' && control.value !== id && { value: control.value }),
    ...(channelId !== 'any' && { [channelField]: channelId }),
    action_id: id,
  };
  for (const [key, value] of Object.entries(own)) {
    const isSame = !Object.hasOwn(context, key) || (context as Record<string, unknown>)[key] === value;
    if (!isSame) throw controlError(control, `context.${key}: it differs from the button's own: give one of them`);
  }
  return { ...context, ...own };
}

function signFor(control: Control, context: object, secret: string): object {
  try {
    return signContext(context, secret);
  } catch (error) {
    if (!(error instanceof ContextError)) throw error;
    throw controlError(control, error.message, { cause: error });
  }
}

function controlError({ type, index, label }: Control, problem: string, options?: ErrorOptions): ControlError {
  return new ControlError(
    `${type === 'select' ? 'menu' : 'button'} ${index + 1} ("${label}"): ${problem}`,
    index,
    options,
  );
}
