import { randomBytes } from 'node:crypto';

/** 160 random bits in 32 letters and digits: nothing that anybody could guess. */
export function randomId(): string {
  return [...randomBytes(32)].map(byte => alphabet[byte & 31]).join('');
}

/** Whether a text could be the id of a ticket. */
export function isTicketId(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z2-7]{32}$/.test(value);
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
