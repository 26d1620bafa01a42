import * as v from 'valibot';
import { setting } from '../setting.ts';
import { secretInput } from './forms.ts';

const wait = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));

/** Which server the account uses, with which token, and how it reaches the server. */
export const connection = {
  enabled: setting(v.boolean(), {
    label: 'Enabled',
    help: 'Whether the account starts. It starts unless the section or the account says `false`.',
    byDefault: '`true`',
  }),
  name: setting(v.string(), {
    label: 'Name',
    help: 'What status lists call the account.',
    byDefault: 'the account’s id',
  }),
  botToken: setting(secretInput, {
    label: 'Bot token',
    help: 'The bot’s access token, from the bot account’s page in Mattermost; or a SecretRef.',
    byDefault: '`MATTERMOST_BOT_TOKEN`, for the account `default` alone',
    sensitive: true,
  }),
  baseUrl: setting(v.string(), {
    label: 'Server address',
    help: 'The server’s address. A sub-path is kept; a trailing `/` or `/api/v4` makes no difference.',
    byDefault: '`MATTERMOST_URL`, for the account `default` alone',
    placeholder: 'https://chat.example.com',
  }),
  network: v.optional(
    v.strictObject({
      dangerouslyAllowPrivateNetwork: setting(v.boolean(), {
        label: 'Private addresses',
        help: 'Lets the account reach a server on a private or loopback address.',
        byDefault: '`false`',
        advanced: true,
      }),
    }),
  ),
  dmChannelRetry: v.optional(
    v.strictObject({
      maxRetries: setting(wait(0, 10), {
        label: 'Retries to open a direct channel',
        help: 'How often the bot tries again to open a direct channel after a failure that may pass.',
        byDefault: '`3`',
        advanced: true,
      }),
      initialDelayMs: setting(wait(100, 60_000), {
        label: 'First pause',
        help: 'The pause before the second attempt, in milliseconds; it doubles each time, and a random part of it is waited. At most `maxDelayMs`.',
        byDefault: '`1000`',
        advanced: true,
      }),
      maxDelayMs: setting(wait(1_000, 60_000), {
        label: 'Longest pause',
        help: 'The longest pause between two attempts, in milliseconds.',
        byDefault: '`10000`',
        advanced: true,
      }),
      timeoutMs: setting(wait(5_000, 120_000), {
        label: 'Time to open a direct channel',
        help: 'How long all attempts and pauses may take together, in milliseconds.',
        byDefault: '`30000`',
        advanced: true,
      }),
    }),
  ),
};

/** How many missed posts the bot reads. */
export const catchUp = {
  catchUp: v.optional(
    v.strictObject({
      maxAgeMs: setting(v.pipe(v.number(), v.integer(), v.minValue(0)), {
        label: 'Oldest post to catch up with',
        help: 'How old a missed post may be, in milliseconds, so that the bot still answers it.',
        byDefault: '`86400000` (24 hours)',
        advanced: true,
      }),
      maxPostsPerChannel: setting(v.pipe(v.number(), v.integer(), v.minValue(0)), {
        label: 'Posts to catch up with in one channel',
        help: 'How many missed posts the bot reads in one channel.',
        byDefault: '`1000`',
        advanced: true,
      }),
      maxPosts: setting(v.pipe(v.number(), v.integer(), v.minValue(0)), {
        label: 'Posts to catch up with',
        help: 'How many missed posts the bot reads in all channels together.',
        byDefault: '`10000`',
        advanced: true,
      }),
    }),
  ),
};
