import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

// Public, and the same for everybody: what keeps the secret is the bot token.
const label = 'openclaw-mattermost-interactions';

/**
 * Derives the secret that signs button contexts from the bot's token, as documented for OpenClaw's Mattermost channel:
 * whoever has the token can sign, and whoever verifies needs the same token.
 *
 * @throws TypeError when there is no token.
 */
export function deriveSecret(botToken: string): string {
  if (typeof botToken !== 'string' || botToken === '') {
    throw new TypeError('botToken must be the access token of the bot whose gateway receives the clicks');
  }
  return createHmac('sha256', label).update(botToken).digest('hex');
}

/** @throws TypeError for what is no secret; a bot token in its place would sign tokens that nobody accepts. */
export function checkSecret(secret: string): string {
  if (prepared.has(secret) || (typeof secret === 'string' && /^[0-9a-f]{64}$/.test(secret))) return secret;
  throw new TypeError('secret must be 64 hex digits: derive it from the bot token with deriveSecret(botToken)');
}

/** The `_token` for a text, under a secret. */
export function computeToken(payload: string, secret: string): string {
  return createHmac('sha256', prepared.get(secret) ?? prepare(secret))
    .update(payload)
    .digest('hex');
}

// A key that is prepared once makes signing a third faster; a process has one secret, or a few.
const prepared = new Map<string, KeyObject>();
const mostPrepared = 16;

function prepare(secret: string): KeyObject {
  const key = createSecretKey(secret, 'utf8');
  if (!/^[0-9a-f]{64}$/.test(secret)) return key;
  for (const oldest of prepared.size < mostPrepared ? [] : prepared.keys()) {
    prepared.delete(oldest);
    break;
  }
  prepared.set(secret, key);
  return key;
}

/** What people sign with who take the recipe for simpler than it is, or turn it round. */
export function looseSecrets(botToken: string): string[] {
  return [botToken, createHmac('sha256', botToken).update(label).digest('hex')];
}
