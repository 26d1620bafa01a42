/** Mattermost's own base 32, without letters that look like digits. */
const alphabet = 'ybndrfg8ejkmcpqxot1uwisza345h769';

/** Creates ids like Mattermost: 26 characters of its alphabet. */
export function createIds(random: () => number): () => string {
  return () => {
    let id = '';
    while (id.length < 26) id += alphabet[Math.floor(random() * alphabet.length)];
    return id;
  };
}

/** Whether the server accepts `value` as an id: it checks for 26 letters or digits, not for its own alphabet. */
export function isValidId(value: unknown): value is string {
  return typeof value === 'string' && /^[\p{L}\p{N}]{26}$/u.test(value);
}
