import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { isObject, toJson } from '../json.ts';
import { parseJson } from '../json-reading.ts';
import { actionsOf, attachmentsOf } from '../world/attachments.ts';
import type { Props } from '../world/posts.ts';
import type { World } from '../world/world.ts';

/** What the server needs for a click on an ephemeral post, which it does not save: the client sends it back, encrypted. */
export interface ActionCookie {
  readonly type?: string;
  readonly post_id?: string;
  readonly root_post_id?: string;
  readonly channel_id?: string;
  readonly data_source?: string;
  readonly integration?: Props;
  readonly retain_props?: Props;
  readonly remove_props?: readonly string[];
}

/** An ephemeral post. */
interface EphemeralPost {
  readonly id: string;
  readonly root_id: string;
  readonly channel_id: string;
  readonly props: Props;
}

const retained = ['from_webhook', 'override_username', 'override_icon_url'];

/** Which props an `update` keeps, and which it cannot set. */
export function retainedProps(props: Props): { readonly retain: Props; readonly remove: readonly string[] } {
  const kept = retained.filter(key => key in props).map(key => [key, props[key]]);
  return { retain: Object.fromEntries(kept), remove: retained.filter(key => !(key in props)) };
}

/** Adds the cookies to the buttons of an ephemeral post. */
export function withCookies(world: World, post: EphemeralPost): Props {
  const attachments = attachmentsOf(post.props);
  if (attachments.length === 0) return post.props;
  const withCookie = attachments.map(attachment => ({
    ...attachment,
    ...('actions' in attachment && {
      actions: actionsOf(attachment).map(action => ({ ...action, cookie: encrypt(world, cookieOf(post, action)) })),
    }),
  }));
  return { ...post.props, attachments: withCookie };
}

function cookieOf({ id, root_id, channel_id, props }: EphemeralPost, action: Props): Props {
  const { retain, remove } = retainedProps(props);
  const { type, data_source, integration } = action;
  return {
    ...(type !== undefined && { type }),
    post_id: id,
    root_post_id: root_id || id,
    channel_id,
    ...(data_source !== undefined && { data_source }),
    ...(integration !== undefined && { integration }),
    ...(Object.keys(retain).length > 0 && { retain_props: retain }),
    ...(remove.length > 0 && { remove_props: remove }),
  };
}

const nonceBytes = 12;
const tagBytes = 16;

function encrypt({ secrets }: World, cookie: Props): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', secrets.cookieKey, nonce);
  const sealed = Buffer.concat([cipher.update(toJson(cookie)), cipher.final()]);
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64');
}

/** Decrypts a cookie; `undefined` for one that this server did not encrypt. */
export function readCookie({ secrets }: World, cookie: string): ActionCookie | undefined {
  const bytes = Buffer.from(cookie, 'base64');
  if (bytes.length < nonceBytes + tagBytes) return undefined;
  try {
    const decipher = createDecipheriv('aes-256-gcm', secrets.cookieKey, bytes.subarray(0, nonceBytes));
    decipher.setAuthTag(bytes.subarray(-tagBytes));
    const plain = Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]);
    const content = parseJson(plain.toString('utf8'));
    return isObject(content) ? content : undefined;
  } catch {
    return undefined;
  }
}
