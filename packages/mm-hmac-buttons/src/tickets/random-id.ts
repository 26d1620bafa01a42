import { randomBytes } from 'node:crypto';

/** 160 random bits as 32 letters and digits: too many to guess. */
export function randomId(): string {
  return [...randomBytes(32)].map(byte => alphabet[byte & 31]).join('');
}

/** Whether a value has the form of a ticket's id. */
export function isTicketId(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z2-7]{32}$/.test(value);
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
