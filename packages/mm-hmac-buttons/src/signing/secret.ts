import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { unexpected } from '../../../../common/callbacks/options.ts';

// Public and the same in every installation: only the bot token is secret.
const label = 'openclaw-mattermost-interactions';

/**
 * Derives the secret that signs button contexts from the bot's token, as documented for OpenClaw's Mattermost channel.
 * The script that signs and the gateway that verifies need the same token.
 *
 * @throws TypeError when there is no token, or when it contains blanks: the gateway removes them and signs differently.
 */
export function deriveSecret(botToken: string): string {
  if (typeof botToken !== 'string' || !/^\S+$/.test(botToken)) {
    throw unexpected('botToken', "the bot's access token, without blanks or line breaks", botToken);
  }
  return createHmac('sha256', label).update(botToken).digest('hex');
}

/** @throws TypeError unless it is a derived secret: with a bot token in its place, every signature would be wrong. */
export function checkSecret(secret: string): string {
  if (keys.has(secret) || isDerivedSecret(secret)) return secret;
  throw unexpected('secret', '64 hex digits from deriveSecret(botToken)', secret);
}

/** The `_token` for a text, under a secret. */
export function computeToken(payload: string, secret: string): string {
  return createHmac('sha256', keys.get(secret) ?? createKey(secret))
    .update(payload)
    .digest('hex');
}

// A key object that is kept makes signing a third faster. A process has one secret, or a few.
const keys = new Map<string, KeyObject>();
const maxKeys = 16;

function createKey(secret: string): KeyObject {
  const key = createSecretKey(secret, 'utf8');
  if (!isDerivedSecret(secret)) return key;
  const [oldest] = keys.keys();
  if (oldest !== undefined && keys.size >= maxKeys) keys.delete(oldest);
  keys.set(secret, key);
  return key;
}

function isDerivedSecret(secret: string): boolean {
  return typeof secret === 'string' && /^[0-9a-f]{64}$/.test(secret);
}

/** A key that scripts use by mistake, and the fix. */
export interface MistakenKey {
  readonly key: string | Buffer;
  readonly problem: string;
}

/** Keys that scripts use by mistake when they know the right bot token. */
export function mistakenKeys(botToken: string): MistakenKey[] {
  const recipe = 'HMAC-SHA256(key="openclaw-mattermost-interactions", data=botToken), as 64 hex digits';
  const derive = (token: string) => createHmac('sha256', label).update(token).digest('hex');
  const lineBreak = 'the bot token in the script has a line break or blank at its end: remove it';
  return [
    { key: botToken, problem: `signed with the bot token itself, but the secret is ${recipe}` },
    {
      key: createHmac('sha256', botToken).update(label).digest('hex'),
      problem: `signed with key and data of the derivation swapped, but the secret is ${recipe}`,
    },
    {
      key: createHmac('sha256', label).update(botToken).digest(),
      problem: 'signed with the bytes of the derived secret: use its 64 hex digits as the key (hexdigest, not digest)',
    },
    { key: derive(botToken).toUpperCase(), problem: 'signed with the secret in upper case: use lower-case hex digits' },
    ...['\n', '\r\n', ' '].map(end => ({ key: derive(botToken + end), problem: lineBreak })),
  ];
}
