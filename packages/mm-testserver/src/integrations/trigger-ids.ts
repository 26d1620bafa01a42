import { createPublicKey, sign, verify } from 'node:crypto';
import { AppError } from '../errors.ts';
import type { World } from '../world/world.ts';
import { integrationTimeoutMs } from './call-integration.ts';

/** The permission to open a dialog after a click. */
export interface Trigger {
  /** The id for the client, which recognises the dialog by it. */
  readonly clientId: string;
  /** The signed id for the integration. */
  readonly triggerId: string;
}

/** Creates the trigger of a click. */
export function createTrigger({ newId, clock, secrets }: World, userId: string): Trigger {
  const clientId = newId();
  const data = `${clientId}:${userId}:${clock.now()}:`;
  const signature = sign('sha256', Buffer.from(data), secrets.signingKey).toString('base64');
  return { clientId, triggerId: Buffer.from(data + signature).toString('base64') };
}

/**
 * Checks a trigger id; returns the person who clicked.
 *
 * @throws {AppError} 400 for one that is malformed, forged or too old.
 */
export function readTrigger(world: World, triggerId: string): { readonly clientId: string; readonly userId: string } {
  const text = decoded(triggerId)?.toString('utf8');
  if (text === undefined) throw refusal('base64_decode_failed', 'it is not base64');
  const [clientId = '', userId = '', madeAt = '', signature = '', ...more] = text.split(':');
  if (text.split(':').length !== 4 || more.length > 0) {
    throw refusal('missing_data', 'Trigger ID missing required data for interactive dialog.');
  }
  const lifeMs = world.traits.integrationTimeoutSetting ? integrationTimeoutMs(world) : 3_000;
  if (world.clock.now() - (/^[+-]?\d+$/.test(madeAt) ? Number(madeAt) : 0) > lifeMs) {
    const life = `Trigger IDs live for a maximum of ${Math.floor(lifeMs / 1_000)} seconds.`;
    throw refusal('expired', `Trigger ID for interactive dialog is expired. ${life}`);
  }
  const bytes = decoded(signature);
  if (!bytes) throw refusal('base64_decode_failed_signature', 'Its signature is not base64.');
  if (!isPairOfIntegers(bytes)) throw refusal('signature_decode_failed', 'Its signature cannot be read.');
  const data = Buffer.from(`${clientId}:${userId}:${madeAt}:`);
  if (!verify('sha256', data, createPublicKey(world.secrets.signingKey), bytes)) {
    throw refusal('verify_signature_failed', 'Its signature is not of this server.');
  }
  return { clientId, userId };
}

function refusal(reason: string, message: string): AppError {
  return new AppError(400, `interactive_message.decode_trigger_id.${reason}`, message);
}

/** Go accepts base64 only with padding, and ignores line breaks. */
function decoded(text: string): Buffer | undefined {
  const plain = text.replace(/[\r\n]/g, '');
  const strict = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/;
  return strict.test(plain) ? Buffer.from(plain, 'base64') : undefined;
}

/** Whether the bytes have the form of an ASN.1 signature: a sequence of two integers. */
function isPairOfIntegers(bytes: Buffer): boolean {
  const first = bytes[3] ?? 0;
  const second = bytes[5 + first] ?? 0;
  const sizesFit = bytes[1] === first + second + 4 && bytes.length >= first + second + 6;
  return bytes[0] === 0x30 && bytes[2] === 0x02 && bytes[4 + first] === 0x02 && sizesFit;
}
