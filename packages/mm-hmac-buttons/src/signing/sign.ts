import { canonicalize } from './canonical.ts';
import type { JsonObject } from './json.ts';
import { checkSecret, computeToken } from './secret.ts';
import { checkSignable } from './signable.ts';

/** A context with its proof of origin, ready for `integration.context`. */
export type SignedContext<Context extends object = JsonObject> = Context & {
  /** The proof: an HMAC-SHA256 over all other fields, in hex. */
  readonly _token: string;
};

/**
 * Signs the context of a button or menu, as documented for external scripts: every field counts, and the gateway that
 * has the same bot token accepts the click.
 *
 * `action_id` must be there and be the `id` of the action. Neither nested key order nor the serialiser matters.
 *
 * @param secret from {@link deriveSecret}.
 * @throws ContextError for what Mattermost would change on the way, naming the field.
 * @example
 * const context = signContext({ action_id: 'approve', order: 17 }, deriveSecret(botToken));
 */
export function signContext<const Context extends object>(context: Context, secret: string): SignedContext<Context> {
  checkSecret(secret);
  checkSignable(context);
  return { ...context, _token: computeToken(canonicalize(context), secret) };
}
