/** The servers that can be played. */
export type MattermostVersion = '5.37' | '6.7' | '10.11' | '11.6';

/** How it is known: a real server was recorded, its source was read, or it is taken from the nearest version that was. */
export type Evidence = 'recorded' | 'read' | 'assumed';

/** What a version does, and how that is known. */
export interface Known<T> {
  readonly value: T;
  readonly evidence: Evidence;
}

/** Everything in which the versions differ, by name. The code asks for these and never for the version. */
export interface Traits {
  /** The release, as `Version` in the client configuration, `hello` and `X-Version-Id` name it. */
  readonly release: string;
  /** Posts name their root in `parent_id` too. */
  readonly parentIdOnPosts: boolean;
  /** Posts always have `file_ids` and `remote_id`, not only when there are some. */
  readonly emptyFieldsOnPosts: boolean;
  /** Lists of posts carry `has_next`. */
  readonly hasNextOnPostLists: boolean;
  /** A thread lists its posts by time; before, as the table held them, which put a root behind its replies. */
  readonly threadInOrder: boolean;
  /** `since` shows `metadata.embeds` on deleted posts too. */
  readonly embedsOnDeletedPosts: boolean;
  /** The post in a `post_deleted` event has `metadata`. */
  readonly metadataOnDeletedEvent: boolean;
  /** The error id of a message that is too long. */
  readonly longMessageErrorId: string;
  /** How many files the refusal of too many names; ten are taken by every version. */
  readonly namedFileLimit: number;
  /** The files of a post are listed by id; before, as they were named. */
  readonly sortedFileIds: boolean;
  /** Edits that name `file_ids` change the files of a post. */
  readonly editsChangeFiles: boolean;
  /** Files name the channel to which they were uploaded. */
  readonly channelIdOnFiles: boolean;
  /** The status of an upload where files are switched off. */
  readonly disabledFilesStatus: 501 | 403;
  /** Files carry `archived`. */
  readonly archivedOnFiles: boolean;
  /** How many characters the JSON of a post's props may have. */
  readonly maxPropsLength: number;
  /** A repeated `pending_post_id` finds a post only for those who can read it; before, for everybody. */
  readonly pendingPostsForReaders: boolean;
  /** `POST /posts/ids` fetches several posts at once. */
  readonly postsByIds: boolean;
  /** The status of deleting a post that is not there. */
  readonly deleteMissingPostStatus: 403 | 404;
  /** Sending back a post's buttons as they were read, without their integrations, makes the server drop the connection. */
  readonly dropsOnStrippedButtons: boolean;
  /** `channel_mentions` in a post's props names each channel's id. */
  readonly idsInChannelMentions: boolean;
  /** Channels carry `last_root_post_at`. */
  readonly lastRootPostAtOnChannels: boolean;
  /** The statistics of a channel count its files. */
  readonly filesInChannelStats: boolean;
  /** The shortest name of a channel. */
  readonly minChannelNameLength: number;
  /** `POST /channels/direct` takes one's own id alone, for a channel with oneself. */
  readonly directChannelFromOwnId: boolean;
  /** `GET /users/{user_id}/channels` lists the channels of all teams. */
  readonly channelsOfAllTeams: boolean;
  /** The notification settings of a user include those of threads. */
  readonly threadNotifyProps: boolean;
  /** What a password must be: ten characters of four kinds, or eight of any. */
  readonly passwordRule: 'classes' | 'length';
  /** `GET /system/ping` names the desktop app's versions. */
  readonly desktopVersionsInPing: boolean;
  /** A request to no route is answered as JSON by its content type too, not as text. */
  readonly jsonTypeOnUnknownRoute: boolean;
  /** The largest body of a request that is not a file, in bytes; `undefined` where only the file limit counts. */
  readonly maxBodyBytes: number | undefined;
  /** The longest path and query. */
  readonly maxUrlLength: number | undefined;
  /** `broadcast` of an event has `connection_id`, and later `omit_connection_id`. */
  readonly connectionIdInBroadcast: 'none' | 'one' | 'both';
  /** `hello` names the machine. */
  readonly hostnameInHello: boolean;
  /** The JSON of a refused `Origin` has this status; over HTTP it is 403. */
  readonly refusedOriginStatus: number;
  /** `mentions` goes to those mentioned, each seeing only their own id; before, everybody gets the full list. */
  readonly mentionsOnlyForMentioned: boolean;
  /** Everybody in a new group channel gets a `group_added` of their own. */
  readonly groupAddedPerUser: boolean;
  /** `channel_deleted` of a private channel goes to its members only. */
  readonly privateChannelDeletedToMembers: boolean;
  /** What tells the other clients of a user that a channel was read. */
  readonly viewedEvent: 'channel_viewed' | 'multiple_channels_viewed';
  /** A `connection_id` needs a `sequence_number`, even when the server does not know it. */
  readonly sequenceNumberMandatory: boolean;
  /** A socket whose token was revoked gets no more events. */
  readonly revokingSilencesSockets: boolean;
  /**
   * An integration may answer a click with nothing, but not with more than one JSON value; before, the other way around.
   */
  readonly wholeAnswersToClicks: boolean;
  /** `OutgoingIntegrationRequestsTimeout` counts, for trigger ids too; before, it was 30 s, and 3 s for those. */
  readonly integrationTimeoutSetting: boolean;
  /** The session token goes to paths below `/plugins` of any loopback address; later of the server's own host only. */
  readonly sendsTokensToLoopback: boolean;
}

/** For one difference, what each version does. */
export type Row<T> = Readonly<Record<MattermostVersion, Known<T>>>;

const recorded = <T>(value: T): Known<T> => ({ value, evidence: 'recorded' });
const read = <T>(value: T): Known<T> => ({ value, evidence: 'read' });
const assumed = <T>(value: T): Known<T> => ({ value, evidence: 'assumed' });

/** Nothing of 10.11 was recorded or read: it is taken to do what 11.6 does. */
function row<T>(in5: Known<T>, in6: Known<T>, in11: Known<T>): Row<T> {
  return { '5.37': in5, '6.7': in6, '10.11': assumed(in11.value), '11.6': in11 };
}

/** The table of the differences. */
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

/** What the server of this version does, by name. */
export function traitsOf(version: MattermostVersion): Traits {
  const values = Object.entries(differences).map(([name, known]) => [name, known[version].value]);
  return Object.fromEntries(values);
}
