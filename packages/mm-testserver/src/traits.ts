/** The versions that the server can imitate. */
export type MattermostVersion = '5.37' | '6.7' | '9.11' | '10.11' | '11.1';

/** The newest version, which the server imitates by default. */
export const newestVersion: MattermostVersion = '11.1';

/** The source of a fact: a recording in this package, a call to a real server, or its source code. */
export type Evidence = 'recorded' | 'tried' | 'read';

/** What a version does, and the source of this fact. */
export interface Known<T> {
  readonly value: T;
  readonly evidence: Evidence;
}

/** The differences between versions. The code checks these and never the version. */
export interface Traits {
  /** The release in `Version` of the client configuration, in `hello` and in `X-Version-Id`. */
  readonly release: string;
  /** The hash of the configuration in `X-Version-Id` and `hello`. */
  readonly configHash: 'md5' | 'sha256';
  /** Posts repeat `root_id` in `parent_id`. */
  readonly parentIdOnPosts: boolean;
  /** Posts have `remote_id`, which is empty. */
  readonly remoteIdOnPosts: boolean;
  /** Posts without files have an empty `file_ids`, and ephemeral posts have `null`; before, the field is absent. */
  readonly fileIdsOnAllPosts: boolean;
  /** Lists of the posts of a channel have `has_next`, which is always false. */
  readonly hasNextOnChannelPosts: boolean;
  /** Threads have `has_next`. */
  readonly hasNextOnThreads: boolean;
  /** Lists of posts have `first_inaccessible_post_time`. */
  readonly inaccessiblePostTime: boolean;
  /** A thread lists its posts by time; before, in the order of the database, with a changed root after its replies. */
  readonly threadInOrder: boolean;
  /** A thread lists each post once; before, the requested post comes first, and again in its place. */
  readonly threadWithoutRepeat: boolean;
  /** `since` shows `metadata.embeds` on deleted posts too. */
  readonly embedsOnDeletedPosts: boolean;
  /** `broadcast` of `post_deleted` says that its two versions differ. */
  readonly sanitizedDataInBroadcast: boolean;
  /** The post in a `post_deleted` event has `metadata`. */
  readonly metadataOnDeletedEvent: boolean;
  /** The error id of a message that is too long, and its text. */
  readonly longMessageErrorId: string;
  readonly longMessageErrorText: string;
  /** The limit in the error about too many files; every version accepts ten. */
  readonly namedFileLimit: number;
  /** Lists the files of a post by id; before, in the order of the request. */
  readonly sortedFileIds: boolean;
  /** Edits with `file_ids` change the files of a post. */
  readonly editsChangeFiles: boolean;
  /** Files have the channel of their upload, and `archived`. */
  readonly channelIdOnFiles: boolean;
  /** A file that is on no post yet can be read by all who can read the channel of its upload; before, by its uploader. */
  readonly channelReadsLooseFiles: boolean;
  /** The status of an upload while files are switched off. */
  readonly disabledFilesStatus: 501 | 403;
  /** The longest JSON of a post's props, in characters. */
  readonly maxPropsLength: number;
  /** A repeated `pending_post_id` finds a post only for users who can read it; before, for all users. */
  readonly pendingPostsForReaders: boolean;
  /** `POST /posts/ids` fetches several posts at once. */
  readonly postsByIds: boolean;
  /** Sockets take the action `presence`. */
  readonly presenceAction: boolean;
  /** Threads can be read in pages: `perPage`, `direction`, `fromPost` and `fromCreateAt`. */
  readonly threadPages: boolean;
  /** `fromCreateAt` needs `fromPost`. */
  readonly threadPagesFromPostsOnly: boolean;
  /** Pages of threads can go by the time of changes: `fromUpdateAt` and `updatesOnly`. */
  readonly threadUpdates: boolean;
  /** `POST /emoji/names` fetches several custom emoji at once. */
  readonly emojisByNames: boolean;
  /** `POST /posts/search` searches in all teams. */
  readonly searchInAllTeams: boolean;
  /** The status of deleting an unknown post. */
  readonly deleteMissingPostStatus: 403 | 404;
  /** The server drops the connection of an edit that sends back buttons as they were read, without their integrations. */
  readonly dropsOnStrippedButtons: boolean;
  /** The text of the error about an unknown channel has its id. */
  readonly idInChannelMissing: boolean;
  /** Channels have `last_root_post_at`. */
  readonly lastRootPostAtOnChannels: boolean;
  /** The statistics of a channel count its files. */
  readonly filesInChannelStats: boolean;
  /** The name of a channel can end with a hyphen. */
  readonly channelNameEndsWithHyphen: boolean;
  /** The shortest name of a channel. */
  readonly minChannelNameLength: number;
  /** `POST /channels/direct` accepts the caller's id alone, for a channel of one user. */
  readonly directChannelFromOwnId: boolean;
  /** Channels have `banner_info`, `policy_enforced` and `default_category_name`. */
  readonly policyFieldsOnChannels: boolean;
  /** New group channels have `shared: false`, like direct channels; before, `null`. */
  readonly sharedOnGroupChannels: boolean;
  /** Members of channels have `urgent_mention_count` and the setting `channel_auto_follow_threads`. */
  readonly threadFieldsOnMembers: boolean;
  /** When a member last read the channel, and was last changed, is -1 for all others. */
  readonly hiddenTimesOfMembers: boolean;
  /** With `RestrictDirectMessage: team`, a new direct channel with a bot needs a common team too; later only one of people. */
  readonly restrictsChannelsOfBots: boolean;
  /** With `RestrictDirectMessage: team`, posts in a direct channel without a common team are refused. */
  readonly restrictsDirectPosts: boolean;
  /** Teams have `cloud_limits_archived`. */
  readonly cloudLimitsOnTeams: boolean;
  /** `GET /users/{user_id}/channels` lists the channels of all teams. */
  readonly channelsOfAllTeams: boolean;
  /** The notification settings of a user include those of threads. */
  readonly threadNotifyProps: boolean;
  /** People have `remote_id`, and bots do not. */
  readonly remoteIdOnUsers: boolean;
  /** The own profile has `auth_data`. */
  readonly authDataOnOwnProfile: boolean;
  /** The default of `push_status` in the notification settings. */
  readonly pushStatus: 'away' | 'online';
  /** The error id of a password against the rule. */
  readonly passwordErrorId: string;
  /** The rule for passwords: ten characters of four kinds, or eight of any kind. */
  readonly passwordRule: 'classes' | 'length';
  /** `GET /config/client` needs `format=old`. */
  readonly configNeedsFormat: boolean;
  /** `GET /system/ping` has the versions of the desktop app. */
  readonly desktopVersionsInPing: boolean;
  /** `GET /system/ping` has the search engine of the server. */
  readonly searchBackendInPing: boolean;
  /** Every answer has `X-Content-Type-Options: nosniff`. */
  readonly nosniffHeader: boolean;
  /** The error of an unknown route has the content type of JSON; before, of text. */
  readonly jsonTypeOnUnknownRoute: boolean;
  /** The largest body that is not a file, in bytes; `undefined` when only the limit of files applies. */
  readonly maxBodyBytes: number | undefined;
  /** A body that is not the list of strings which a route takes cannot be parsed; before, it names the parameter. */
  readonly parseErrorOfLists: boolean;
  /** The longest path with its query, in characters. */
  readonly maxUrlLength: number | undefined;
  /** `broadcast` of an event has `connection_id`, and later `omit_connection_id`. */
  readonly connectionIdInBroadcast: 'none' | 'one' | 'both';
  /** `hello` has the name of the machine. */
  readonly hostnameInHello: boolean;
  /** The status in the JSON about a forbidden `Origin`; the HTTP status is 403. */
  readonly refusedOriginStatus: number;
  /** `mentions` goes only to mentioned users, each with their own id; before, all members get the full list. */
  readonly mentionsOnlyForMentioned: boolean;
  /** A post in a group channel mentions all other members, as in a direct channel. */
  readonly groupPostsMentionAll: boolean;
  /** A reply causes `thread_updated` for those who follow the thread. */
  readonly threadEvents: boolean;
  /** `user_added` goes to the new member and to the others separately. */
  readonly userAddedTwice: boolean;
  /** Each member of a new group channel gets a separate `group_added`. */
  readonly groupAddedPerUser: boolean;
  /** `channel_deleted` and `channel_restored` of a private channel go only to its members. */
  readonly privateChannelDeletedToMembers: boolean;
  /** The event for the other clients of a user after a channel was read. */
  readonly viewedEvent: 'channel_viewed' | 'multiple_channels_viewed';
  /** A `connection_id` needs a `sequence_number`, even when the server has forgotten the connection. */
  readonly sequenceNumberMandatory: boolean;
  /** A bot that is disabled keeps its access, over REST and on open sockets. */
  readonly disabledBotsKeepAccess: boolean;
  /** A socket with a revoked token gets no more events. */
  readonly revokingSilencesSockets: boolean;
  /** Reactions have the channel of their post. */
  readonly channelIdOnReactions: boolean;
  /** The name of an emoji must be that of an emoji; before, any word is accepted. */
  readonly knownEmojiOnly: boolean;
  /** The list of the reactions to a post without reactions is `null`. */
  readonly nullWithoutReactions: boolean;
  /** A post by a webhook has `set_online`. */
  readonly webhooksSetOnline: boolean;
  /** Commands in archived channels are refused. */
  readonly refusesCommandsInArchived: boolean;
  /** Every error of a `response_url` has the same id. */
  readonly oneErrorOfCommandHooks: boolean;
  /** The body for a slash command has the thread. */
  readonly rootIdInCommands: boolean;
  /** An answer to a submission that cannot be read is an error; before, it counts as consent. */
  readonly refusesUnreadableDialogAnswers: boolean;
  /** A submission without a channel is answered like one to an unknown channel; before, like one without permission. */
  readonly findsChannelOfSubmission: boolean;
  /** The sender of an ephemeral post gets what is embedded in it twice. */
  readonly embedsRepeatedToSender: boolean;
  /** Props with a NUL character are stored; later the database refuses them, as it does such messages on every version. */
  readonly storesNulInProps: boolean;
  /** The elements of a dialog have `multiselect`. */
  readonly multiselectInDialogs: boolean;
  /**
   * An integration may answer a click with nothing, but not with more than one JSON value; before, the other way around.
   */
  readonly wholeAnswersToClicks: boolean;
  /** `OutgoingIntegrationRequestsTimeout` applies, also to trigger ids; before, 30 s, and 3 s for trigger ids. */
  readonly integrationTimeoutSetting: boolean;
  /** The session token goes to `/plugins` paths of any loopback address; later only of the server's own host. */
  readonly sendsTokensToLoopback: boolean;
}
