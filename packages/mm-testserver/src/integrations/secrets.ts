import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';

/** The keys of a server, which it keeps in its database. */
export interface Secrets {
  /** Signs trigger ids. */
  readonly signingKey: KeyObject;
  /** Encrypts the cookies of ephemeral posts. */
  readonly cookieKey: Buffer;
}

/** Creates the keys of a new server. */
export function createSecrets(): Secrets {
  return {
    signingKey: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
    cookieKey: randomBytes(32),
  };
}
