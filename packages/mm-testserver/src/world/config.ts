import type { Traits } from '../traits.ts';

/** The server's settings, by Mattermost's names; the `config` option of `startMattermost` takes each of them. */
export interface MattermostConfig {
  /** The longest message, in code points. @default 16_383 */
  readonly MaxPostSize: number;
  /** The largest file and, before 9.11, the largest body of any request, in bytes. @default 104_857_600 */
  readonly MaxFileSize: number;
  /** How long a post can be edited, in seconds; -1 means for ever. Needs a licence on 5.37. @default -1 */
  readonly PostEditTimeLimit: number;
  /** How often clients should repeat `typing`, in milliseconds. @default 5_000 */
  readonly TimeBetweenUserTypingUpdatesMilliseconds: number;
  /** Only for clients; the server ignores it. @default true */
  readonly EnableUserTypingMessages: boolean;
  /** Whether a webhook can set the name in `sender_name`. @default false */
  readonly EnablePostUsernameOverride: boolean;
  /** Only for clients. @default true */
  readonly EnableCommands: boolean;
  /** Only for clients. @default true */
  readonly EnableCustomEmoji: boolean;
  /** Only for clients. @default true */
  readonly EnableFileAttachments: boolean;
  /** Whether `POST /bots` works. Off on a new real server. @default true */
  readonly EnableBotAccountCreation: boolean;
  /** Whether people can have access tokens; bots always can. Off on a new real server. @default true */
  readonly EnableUserAccessTokens: boolean;
  /** Whether new users can sign up without an invitation. Off on a new real server. @default true */
  readonly EnableOpenServer: boolean;
  /** `team` allows direct channels only between members of a common team. @default 'any' */
  readonly RestrictDirectMessage: 'any' | 'team';
  /** Whether threads are followed: with `disabled` there are no `thread_updated` events. From 9.11 on. @default 'always_on' */
  readonly CollapsedThreads: 'disabled' | 'default_off' | 'default_on' | 'always_on';
  /** Whether authors and mentioned users follow a thread. @default true */
  readonly ThreadAutoFollow: boolean;
  /** The timeout of an integration, in seconds; before 9.11 it is always 30. @default 30 */
  readonly OutgoingIntegrationRequestsTimeout: number;
}

/** The settings of a new server, except that tests can sign up, create bots and create tokens at once. */
export const defaultConfig: MattermostConfig = {
  MaxPostSize: 16_383,
  MaxFileSize: 104_857_600,
  PostEditTimeLimit: -1,
  TimeBetweenUserTypingUpdatesMilliseconds: 5_000,
  EnableUserTypingMessages: true,
  EnablePostUsernameOverride: false,
  EnableCommands: true,
  EnableCustomEmoji: true,
  EnableFileAttachments: true,
  EnableBotAccountCreation: true,
  EnableUserAccessTokens: true,
  EnableOpenServer: true,
  RestrictDirectMessage: 'any',
  CollapsedThreads: 'always_on',
  ThreadAutoFollow: true,
  OutgoingIntegrationRequestsTimeout: 30,
};

/** The answer of `GET /config/client?format=old`: all values are strings. */
export function clientConfig(config: MattermostConfig, traits: Traits, siteUrl: string): Record<string, string> {
  const settings = Object.entries(config).map(([name, value]) => [name, String(value)]);
  return {
    ...Object.fromEntries(settings),
    ...(!traits.threadEvents && { CollapsedThreads: 'disabled' }),
    BuildNumber: '',
    SiteURL: siteUrl,
    Version: traits.release,
  };
}

/** The part of it for callers without a session. */
export function limitedClientConfig(config: MattermostConfig, traits: Traits): Record<string, string> {
  const shown = ['EnableBotAccountCreation', 'EnableCustomEmoji', 'EnableOpenServer'] as const;
  const settings = shown.map(name => [name, String(config[name])]);
  return { ...Object.fromEntries(settings), BuildNumber: '', Version: traits.release };
}
