import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';

/** What a server signs and encrypts with, kept in its tables. */
export interface Secrets {
  /** Signs trigger ids. */
  readonly signingKey: KeyObject;
  /** Encrypts what the buttons of ephemeral posts carry. */
  readonly cookieKey: Buffer;
}

/** Those of a new server. */
export function createSecrets(): Secrets {
  return {
    signingKey: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
    cookieKey: randomBytes(32),
  };
}
