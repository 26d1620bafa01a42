import { ContextError, ControlError } from '../errors.ts';
import { checkSecret, deriveSecret } from '../signing/secret.ts';
import { signContext } from '../signing/sign.ts';
import { type Attachment, attach } from './attachments.ts';
import { requireUsable } from './callback-url.ts';
import type { ControlRows } from './control-input.ts';
import { type Control, readControls } from './controls.ts';
import { checkPropsSize, oldServersMaxProps } from './props-size.ts';

/** Where OpenClaw's gateway finds the channel to which a signed button belongs. */
export const channelField = '__openclaw_channel_id';

/** What `buildButtonAttachments` takes. */
export interface ButtonAttachmentsParams {
  /** Where the gateway receives clicks, such as `https://gateway.example.com/mattermost/interactions/default`. */
  callbackUrl: string;
  /** The gateway's account; only tells whose bot token to look for. @default 'default' */
  accountId?: string | undefined;
  /** The channel of the post. Given, clicks from elsewhere are refused. @default not bound */
  channelId?: string | undefined;
  /** The buttons and menus, in rows or not. */
  buttons: ControlRows;
  /** The text above them; Markdown. @default '' */
  text?: string | undefined;
  /** The bot's access token. @default the environment's `MATTERMOST_BOT_TOKEN`, for the account `default` only */
  botToken?: string | undefined;
  /** Instead of the token, the secret derived from it. */
  secret?: string | undefined;
  /** How many characters of `props` the server allows. @default 8_000, as on servers as old as 5.37 */
  maxPropsLength?: number | undefined;
}

/**
 * Builds `props.attachments` with signed buttons and menus, for scripts that post by themselves and let an OpenClaw
 * gateway receive the clicks.
 *
 * Ids become letters and digits, `context.action_id` repeats them, and a value that is not its button's id goes into
 * `context.value`. Such a button can be clicked any number of times, for ever: see {@link issueChoice} for others.
 *
 * @throws ControlError, PropsTooLargeError or CallbackUrlError for what Mattermost would swallow or refuse, and a
 * TypeError when there is no bot token.
 */
export function buildButtonAttachments(params: ButtonAttachmentsParams): Attachment[] {
  requireUsable(params.callbackUrl);
  const secret = findSecret(params);
  const attachments = attach(readControls(params.buttons), {
    text: params.text ?? '',
    callbackUrl: params.callbackUrl,
    contextOf: control => naming(control, () => signContext(contextOf(control, params.channelId), secret)),
  });
  checkPropsSize({ attachments }, params.maxPropsLength ?? oldServersMaxProps);
  return attachments;
}

function findSecret({ secret, botToken, accountId = 'default' }: ButtonAttachmentsParams): string {
  if (secret !== undefined) return checkSecret(secret);
  if (botToken !== undefined) return deriveSecret(botToken);
  const fromEnvironment = process.env['MATTERMOST_BOT_TOKEN'];
  if (accountId === 'default' && fromEnvironment) return deriveSecret(fromEnvironment);
  const place = accountId === 'default' ? ', or set MATTERMOST_BOT_TOKEN in the environment' : '';
  throw new TypeError(`no bot token for the account "${accountId}": pass it as \`botToken\`${place}`);
}

function contextOf(control: Control, channelId: string | undefined): object {
  const ownValue = control.type === 'button' && control.value !== control.id;
  const channel = channelId === undefined ? {} : { [channelField]: channelId };
  return { ...(ownValue && { value: control.value }), ...control.context, ...channel, action_id: control.id };
}

function naming<T>(control: Control, sign: () => T): T {
  try {
    return sign();
  } catch (error) {
    if (!(error instanceof ContextError)) throw error;
    const kind = control.type === 'select' ? 'menu' : 'button';
    const problem = `${kind} ${control.index + 1} ("${control.label}"): ${error.message}`;
    throw new ControlError(problem, control.index, { cause: error });
  }
}
