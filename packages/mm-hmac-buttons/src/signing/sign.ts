import { canonicalize } from './canonical.ts';
import type { JsonObject } from './json.ts';
import { findKeysInOtherOrder } from './key-orders.ts';
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
 * The official Mattermost plugin of OpenClaw sorts keys by the rules of a language, so it refuses contexts with keys such as
 * `item1` and `item_id`. They lead to a warning of the process, `KeyOrderWarning`; a gateway with Clawmost accepts them.
 *
 * @param secret from {@link deriveSecret}.
 * @throws ContextError for a field that Mattermost would change on the way.
 * @example
 * const context = signContext({ action_id: 'approve', order: 17 }, deriveSecret(botToken));
 */
export function signContext<const Context extends object>(context: Context, secret: string): SignedContext<Context> {
  checkSecret(secret);
  checkSignable(context);
  warnOfKeyOrder(context);
  return { ...context, _token: computeToken(canonicalize(context), secret) };
}

/** So many contexts of a process are looked at: what signs more signs the same forms again. */
const maxLooks = 500;
let looks = 0;
/** The keys that a warning has named. */
const warned = new Set<string>();

function warnOfKeyOrder(context: JsonObject): void {
  if (looks >= maxLooks) return;
  looks += 1;
  const keys = findKeysInOtherOrder(context)
    ?.map(key => JSON.stringify(key))
    .join(' and ');
  if (keys === undefined || warned.has(keys)) return;
  warned.add(keys);
  const what = `The official Mattermost plugin of OpenClaw sorts the keys ${keys} of a context in another order than this`;
  const advice = 'Rename one of them; names of small letters only are always sorted alike.';
  process.emitWarning(`${what} signature, and would refuse the click. ${advice}`, { type: 'KeyOrderWarning' });
}
