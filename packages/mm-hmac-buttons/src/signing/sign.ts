import { canonicalize } from './canonical.ts';
import type { JsonObject } from './json.ts';
import { checkSecret, computeToken } from './secret.ts';
import { checkSignable } from './signable.ts';

/** A context with its signature, ready for `integration.context`. */
export type SignedContext<Context extends object = JsonObject> = Context & {
  /** An HMAC-SHA256 over all other fields, in hex. */
  readonly _token: string;
};

/**
 * Signs the context of a button or menu, as documented for scripts. The signature covers every field, and a gateway with
 * the same bot token accepts the click.
 *
 * The context must contain the `id` of the action as `action_id`. The order of keys does not matter.
 *
 * @param secret from {@link deriveSecret}.
 * @throws ContextError for a field that Mattermost would change on the way.
 * @example
 * const context = signContext({ action_id: 'approve', order: 17 }, deriveSecret(botToken));
 */
export function signContext<const Context extends object>(context: Context, secret: string): SignedContext<Context> {
  checkSecret(secret);
  checkSignable(context);
  return { ...context, _token: computeToken(canonicalize(context), secret) };
}
