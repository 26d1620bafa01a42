/** The versions that the server can imitate. */
export type MattermostVersion = '5.37' | '6.7' | '10.11' | '11.6';

/** The source of a fact: a recorded server, its source code, or the nearest version that is known. */
export type Evidence = 'recorded' | 'read' | 'assumed';

/** What a version does, and the source of this fact. */
export interface Known<T> {
  readonly value: T;
  readonly evidence: Evidence;
}

/** The differences between versions. The code checks these and never the version. */
export interface Traits {
  /** The release in `Version` of the client configuration, in `hello` and in `X-Version-Id`. */
  readonly release: string;
  /** Posts repeat `root_id` in `parent_id`. */
  readonly parentIdOnPosts: boolean;
  /** Posts always have `file_ids` and `remote_id`, even when they are empty. */
  readonly emptyFieldsOnPosts: boolean;
  /** Lists of posts have `has_next`. */
  readonly hasNextOnPostLists: boolean;
  /** A thread lists its posts by time; before, in the order of the database, with a changed root after its replies. */
  readonly threadInOrder: boolean;
  /** `since` shows `metadata.embeds` on deleted posts too. */
  readonly embedsOnDeletedPosts: boolean;
  /** The post in a `post_deleted` event has `metadata`. */
  readonly metadataOnDeletedEvent: boolean;
  /** The error id of a message that is too long. */
  readonly longMessageErrorId: string;
  /** The limit in the error about too many files; every version accepts ten. */
  readonly namedFileLimit: number;
  /** Lists the files of a post by id; before, in the order of the request. */
  readonly sortedFileIds: boolean;
  /** Edits with `file_ids` change the files of a post. */
  readonly editsChangeFiles: boolean;
  /** Files have the channel of their upload. */
  readonly channelIdOnFiles: boolean;
  /** The status of an upload while files are switched off. */
  readonly disabledFilesStatus: 501 | 403;
  /** Files have `archived`. */
  readonly archivedOnFiles: boolean;
  /** The longest JSON of a post's props, in characters. */
  readonly maxPropsLength: number;
  /** A repeated `pending_post_id` finds a post only for users who can read it; before, for all users. */
  readonly pendingPostsForReaders: boolean;
  /** `POST /posts/ids` fetches several posts at once. */
  readonly postsByIds: boolean;
  /** The status of deleting an unknown post. */
  readonly deleteMissingPostStatus: 403 | 404;
  /** The server drops the connection of an edit that sends back buttons as they were read, without their integrations. */
  readonly dropsOnStrippedButtons: boolean;
  /** `channel_mentions` in a post's props contains the ids of the channels. */
  readonly idsInChannelMentions: boolean;
  /** Channels have `last_root_post_at`. */
  readonly lastRootPostAtOnChannels: boolean;
  /** The statistics of a channel count its files. */
  readonly filesInChannelStats: boolean;
  /** The shortest name of a channel. */
  readonly minChannelNameLength: number;
  /** `POST /channels/direct` accepts the caller's id alone, for a channel of one user. */
  readonly directChannelFromOwnId: boolean;
  /** `GET /users/{user_id}/channels` lists the channels of all teams. */
  readonly channelsOfAllTeams: boolean;
  /** The notification settings of a user include those of threads. */
  readonly threadNotifyProps: boolean;
  /** The rule for passwords: ten characters of four kinds, or eight of any kind. */
  readonly passwordRule: 'classes' | 'length';
  /** `GET /system/ping` has the versions of the desktop app. */
  readonly desktopVersionsInPing: boolean;
  /** The error of an unknown route has the content type of JSON; before, of text. */
  readonly jsonTypeOnUnknownRoute: boolean;
  /** The largest body that is not a file, in bytes; `undefined` when only the limit of files applies. */
  readonly maxBodyBytes: number | undefined;
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
  /** Each member of a new group channel gets a separate `group_added`. */
  readonly groupAddedPerUser: boolean;
  /** `channel_deleted` and `channel_restored` of a private channel go only to its members. */
  readonly privateChannelDeletedToMembers: boolean;
  /** The event for the other clients of a user after a channel was read. */
  readonly viewedEvent: 'channel_viewed' | 'multiple_channels_viewed';
  /** A `connection_id` needs a `sequence_number`, even when the server has forgotten the connection. */
  readonly sequenceNumberMandatory: boolean;
  /** A socket with a revoked token gets no more events. */
  readonly revokingSilencesSockets: boolean;
  /**
   * An integration may answer a click with nothing, but not with more than one JSON value; before, the other way around.
   */
  readonly wholeAnswersToClicks: boolean;
  /** `OutgoingIntegrationRequestsTimeout` applies, also to trigger ids; before, 30 s, and 3 s for trigger ids. */
  readonly integrationTimeoutSetting: boolean;
  /** The session token goes to `/plugins` paths of any loopback address; later only of the server's own host. */
  readonly sendsTokensToLoopback: boolean;
}

/** One difference, with what each version does. */
export type Row<T> = Readonly<Record<MattermostVersion, Known<T>>>;

const recorded = <T>(value: T): Known<T> => ({ value, evidence: 'recorded' });
const read = <T>(value: T): Known<T> => ({ value, evidence: 'read' });
const assumed = <T>(value: T): Known<T> => ({ value, evidence: 'assumed' });

/** 10.11 was neither recorded nor read: it is assumed to do what 11.6 does. */
function row<T>(in5: Known<T>, in6: Known<T>, in11: Known<T>): Row<T> {
  return { '5.37': in5, '6.7': in6, '10.11': assumed(in11.value), '11.6': in11 };
}

/** The table of differences. */
export const differences: { readonly [Name in keyof Traits]: Row<Traits[Name]> } = {
  release: { ...row(recorded('5.37.0'), recorded('6.7.0'), read('11.6.0')), '10.11': assumed('10.11.0') },
  parentIdOnPosts: row(recorded(true), recorded(false), read(false)),
  emptyFieldsOnPosts: row(recorded(false), recorded(false), read(true)),
  hasNextOnPostLists: row(recorded(false), recorded(true), read(true)),
  threadInOrder: row(recorded(false), recorded(true), assumed(true)),
  embedsOnDeletedPosts: row(recorded(false), recorded(true), assumed(true)),
  metadataOnDeletedEvent: row(recorded(true), recorded(false), assumed(false)),
  longMessageErrorId: row(
    recorded('model.post.is_valid.msg.app_error'),
    recorded('model.post.is_valid.msg.app_error'),
    read('model.post.is_valid.message_length.app_error'),
  ),
  namedFileLimit: row(recorded(5), recorded(10), assumed(10)),
  sortedFileIds: row(recorded(false), recorded(true), assumed(true)),
  editsChangeFiles: row(read(false), read(false), read(true)),
  channelIdOnFiles: row(recorded(false), recorded(false), read(true)),
  disabledFilesStatus: row(read(501), read(501), read(403)),
  archivedOnFiles: row(recorded(false), recorded(false), read(true)),
  maxPropsLength: row(recorded(8_000), recorded(800_000), read(800_000)),
  pendingPostsForReaders: row(read(false), read(false), read(true)),
  postsByIds: row(read(false), read(false), read(true)),
  deleteMissingPostStatus: row(recorded(403), recorded(403), read(404)),
  dropsOnStrippedButtons: row(recorded(true), recorded(false), assumed(false)),
  idsInChannelMentions: row(read(false), read(false), read(true)),
  lastRootPostAtOnChannels: row(recorded(false), recorded(true), assumed(true)),
  filesInChannelStats: row(recorded(false), recorded(true), assumed(true)),
  minChannelNameLength: row(read(2), read(2), read(1)),
  directChannelFromOwnId: row(recorded(false), recorded(false), read(true)),
  channelsOfAllTeams: row(read(false), read(true), read(true)),
  threadNotifyProps: row(recorded(false), recorded(true), assumed(true)),
  passwordRule: row(read('classes'), read('classes'), read('length')),
  desktopVersionsInPing: row(recorded(true), recorded(false), assumed(false)),
  jsonTypeOnUnknownRoute: row(recorded(false), recorded(false), read(true)),
  maxBodyBytes: row(read(undefined), read(undefined), read(300_512)),
  maxUrlLength: row(read(undefined), read(undefined), read(2_048)),
  connectionIdInBroadcast: row(recorded('none'), recorded('one'), read('both')),
  hostnameInHello: row(recorded(false), recorded(false), read(true)),
  refusedOriginStatus: row(recorded(500), read(500), read(400)),
  mentionsOnlyForMentioned: row(recorded(false), recorded(false), read(true)),
  groupAddedPerUser: row(read(false), read(false), read(true)),
  privateChannelDeletedToMembers: row(read(false), read(false), read(true)),
  viewedEvent: row(read('channel_viewed'), read('channel_viewed'), read('multiple_channels_viewed')),
  sequenceNumberMandatory: row(read(false), read(false), read(true)),
  revokingSilencesSockets: row(recorded(false), recorded(false), read(true)),
  wholeAnswersToClicks: row(recorded(false), recorded(true), read(true)),
  integrationTimeoutSetting: row(recorded(false), recorded(false), read(true)),
  sendsTokensToLoopback: row(read(true), read(true), read(false)),
};

/** The traits of a version. */
export function traitsOf(version: MattermostVersion): Traits {
  const values = Object.entries(differences).map(([name, known]) => [name, known[version].value]);
  return Object.fromEntries(values);
}
