import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { unexpected } from '../option-errors.ts';

// Public and the same in every installation: only the bot token is secret.
const label = 'openclaw-mattermost-interactions';

/**
 * Derives the secret that signs button contexts from the bot's token, as documented for OpenClaw's Mattermost channel.
 * The script that signs and the gateway that verifies need the same token.
 *
 * @throws TypeError when there is no token.
 */
export function deriveSecret(botToken: string): string {
  if (typeof botToken !== 'string' || botToken === '') {
    throw unexpected('botToken', "the bot's access token", botToken);
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

/** Keys that scripts use by mistake: the token itself, or the two arguments of the derivation swapped. */
export function mistakenSecrets(botToken: string): string[] {
  return [botToken, createHmac('sha256', botToken).update(label).digest('hex')];
}
