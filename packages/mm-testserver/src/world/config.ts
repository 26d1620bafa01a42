import type { Traits } from '../versions.ts';

/** Settings of the server, by Mattermost's names. Each can be given to `startMattermost` as `config`. */
export interface MattermostConfig {
  /** The longest message, in code points. @default 16_383 */
  readonly MaxPostSize: number;
  /** The largest file and, before version 11, the largest body of any request, in bytes. @default 104_857_600 */
  readonly MaxFileSize: number;
  /** For how many seconds a message can be edited; -1 is for ever. Needs a licence on 5.37. @default -1 */
  readonly PostEditTimeLimit: number;
  /** How often clients are asked to repeat `typing`, in milliseconds. @default 5_000 */
  readonly TimeBetweenUserTypingUpdatesMilliseconds: number;
  /** A hint for clients; the server itself does not look at it. @default true */
  readonly EnableUserTypingMessages: boolean;
  /** Whether a webhook's post can show another name as `sender_name`. @default false */
  readonly EnablePostUsernameOverride: boolean;
  /** Told to clients. @default true */
  readonly EnableCommands: boolean;
  /** Told to clients. @default true */
  readonly EnableCustomEmoji: boolean;
  /** Told to clients. @default true */
  readonly EnableFileAttachments: boolean;
  /** Whether `POST /bots` works. Off on a new real server. @default true */
  readonly EnableBotAccountCreation: boolean;
  /** Whether people can have access tokens; bots always can. Off on a new real server. @default true */
  readonly EnableUserAccessTokens: boolean;
  /** Whether anybody can sign up. Off on a new real server. @default true */
  readonly EnableOpenServer: boolean;
  /** `team` lets people write only to those with whom they share a team. @default 'any' */
  readonly RestrictDirectMessage: 'any' | 'team';
  /** How many seconds an integration may take to answer; before version 11 that is 30, whatever this says. @default 30 */
  readonly OutgoingIntegrationRequestsTimeout: number;
}

/** A server that can be seeded over REST at once, and is otherwise as installed. */
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
  OutgoingIntegrationRequestsTimeout: 30,
};

/** The answer of `GET /config/client?format=old`: every value is a string. */
export function clientConfig(config: MattermostConfig, traits: Traits, siteUrl: string): Record<string, string> {
  const settings = Object.entries(config).map(([name, value]) => [name, String(value)]);
  return { ...Object.fromEntries(settings), BuildNumber: '', SiteURL: siteUrl, Version: traits.release };
}

/** What those who are not signed in get of it. */
export function limitedClientConfig(config: MattermostConfig, traits: Traits): Record<string, string> {
  const shown = ['EnableBotAccountCreation', 'EnableCustomEmoji', 'EnableOpenServer'] as const;
  const settings = shown.map(name => [name, String(config[name])]);
  return { ...Object.fromEntries(settings), BuildNumber: '', Version: traits.release };
}
