import type { Known, MattermostVersion, Traits } from './traits.ts';

/** One difference, with what each version does. */
export type Row<T> = Readonly<Record<MattermostVersion, Known<T>>>;

const recorded = <T>(value: T): Known<T> => ({ value, evidence: 'recorded' });
const tried = <T>(value: T): Known<T> => ({ value, evidence: 'tried' });
const read = <T>(value: T): Known<T> => ({ value, evidence: 'read' });

/** What changed with which version; a version that is not named does what the one before does. */
type Steps<T> = { readonly '5.37': Known<T> } & Readonly<Partial<Record<MattermostVersion, Known<T>>>>;

function row<T>(steps: Steps<T>): Row<T> {
  const in6 = steps['6.7'] ?? steps['5.37'];
  const in9 = steps['9.11'] ?? in6;
  const in10 = steps['10.11'] ?? in9;
  return { '5.37': steps['5.37'], '6.7': in6, '9.11': in9, '10.11': in10, '11.1': steps['11.1'] ?? in10 };
}

/** The table of differences. */
export const differences: { readonly [Name in keyof Traits]: Row<Traits[Name]> } = {
  release: row({
    '5.37': recorded('5.37.0'),
    '6.7': recorded('6.7.0'),
    '9.11': recorded('9.11.0'),
    '10.11': recorded('10.11.0'),
    '11.1': recorded('11.1.0'),
  }),
  configHash: row({ '5.37': recorded('md5'), '11.1': recorded('sha256') }),
  parentIdOnPosts: row({ '5.37': recorded(true), '6.7': recorded(false) }),
  remoteIdOnPosts: row({ '5.37': recorded(false), '9.11': recorded(true) }),
  fileIdsOnAllPosts: row({ '5.37': recorded(false), '10.11': recorded(true) }),
  hasNextOnChannelPosts: row({ '5.37': recorded(false), '6.7': recorded(true), '10.11': recorded(false) }),
  hasNextOnThreads: row({ '5.37': recorded(false), '6.7': recorded(true) }),
  inaccessiblePostTime: row({ '5.37': recorded(false), '9.11': recorded(true) }),
  threadInOrder: row({ '5.37': recorded(false), '6.7': recorded(true) }),
  threadWithoutRepeat: row({ '5.37': recorded(false), '9.11': recorded(true) }),
  embedsOnDeletedPosts: row({ '5.37': recorded(false), '6.7': recorded(true) }),
  metadataOnDeletedEvent: row({ '5.37': recorded(true), '6.7': recorded(false) }),
  sanitizedDataInBroadcast: row({ '5.37': recorded(false), '9.11': recorded(true) }),
  longMessageErrorId: row({
    '5.37': recorded('model.post.is_valid.msg.app_error'),
    '10.11': recorded('model.post.is_valid.message_length.app_error'),
  }),
  longMessageErrorText: row({
    '5.37': recorded('Invalid message.'),
    '10.11': recorded('Post Message property is longer than the maximum permitted length.'),
  }),
  namedFileLimit: row({ '5.37': recorded(5), '6.7': recorded(10) }),
  sortedFileIds: row({ '5.37': recorded(false), '6.7': recorded(true) }),
  editsChangeFiles: row({ '5.37': tried(false), '10.11': tried(true) }),
  channelIdOnFiles: row({ '5.37': recorded(false), '9.11': recorded(true) }),
  channelReadsLooseFiles: row({ '5.37': tried(false), '9.11': tried(true) }),
  disabledFilesStatus: row({ '5.37': tried(501), '9.11': read(403), '11.1': tried(403) }),
  maxPropsLength: row({ '5.37': recorded(8_000), '6.7': recorded(800_000) }),
  pendingPostsForReaders: row({ '5.37': tried(false), '10.11': tried(true) }),
  postsByIds: row({ '5.37': tried(false), '6.7': tried(true) }),
  presenceAction: row({ '5.37': tried(false), '9.11': tried(true) }),
  threadPages: row({ '5.37': tried(false), '6.7': tried(true) }),
  threadPagesFromPostsOnly: row({ '5.37': read(false), '6.7': tried(true), '9.11': tried(false) }),
  threadUpdates: row({ '5.37': tried(false), '10.11': tried(true) }),
  emojisByNames: row({ '5.37': tried(false), '9.11': tried(true) }),
  searchInAllTeams: row({ '5.37': tried(false), '6.7': tried(true) }),
  deleteMissingPostStatus: row({ '5.37': recorded(403), '10.11': recorded(404) }),
  dropsOnStrippedButtons: row({ '5.37': recorded(true), '6.7': recorded(false) }),
  channelNameEndsWithHyphen: row({ '5.37': tried(false), '6.7': tried(true) }),
  idInChannelMissing: row({ '5.37': recorded(false), '10.11': recorded(true) }),
  lastRootPostAtOnChannels: row({ '5.37': recorded(false), '6.7': recorded(true) }),
  filesInChannelStats: row({ '5.37': recorded(false), '6.7': recorded(true) }),
  minChannelNameLength: row({ '5.37': tried(2), '6.7': tried(1) }),
  directChannelFromOwnId: row({ '5.37': recorded(false), '9.11': recorded(true) }),
  policyFieldsOnChannels: row({ '5.37': recorded(false), '10.11': recorded(true) }),
  sharedOnGroupChannels: row({ '5.37': recorded(false), '10.11': recorded(true) }),
  threadFieldsOnMembers: row({ '5.37': recorded(false), '9.11': recorded(true) }),
  hiddenTimesOfMembers: row({ '5.37': recorded(false), '11.1': recorded(true) }),
  restrictsChannelsOfBots: row({ '5.37': tried(true), '6.7': tried(false) }),
  restrictsDirectPosts: row({ '5.37': tried(false), '11.1': tried(true) }),
  cloudLimitsOnTeams: row({ '5.37': recorded(false), '9.11': recorded(true) }),
  channelsOfAllTeams: row({ '5.37': tried(false), '6.7': tried(true) }),
  threadNotifyProps: row({ '5.37': recorded(false), '6.7': recorded(true) }),
  remoteIdOnUsers: row({ '5.37': recorded(false), '9.11': recorded(true) }),
  authDataOnOwnProfile: row({ '5.37': recorded(true), '10.11': recorded(false) }),
  pushStatus: row({ '5.37': recorded('away'), '10.11': recorded('online') }),
  passwordRule: row({ '5.37': tried('classes'), '9.11': tried('length') }),
  passwordErrorId: row({
    '5.37': tried('api.user.check_user_password.invalid.app_error'),
    '10.11': tried('model.user.is_valid.pwd_min_length.app_error'),
  }),
  configNeedsFormat: row({ '5.37': tried(true), '11.1': tried(false) }),
  desktopVersionsInPing: row({ '5.37': recorded(true), '6.7': recorded(false) }),
  searchBackendInPing: row({ '5.37': recorded(false), '9.11': recorded(true) }),
  nosniffHeader: row({ '5.37': tried(false), '6.7': recorded(false), '9.11': recorded(true) }),
  jsonTypeOnUnknownRoute: row({ '5.37': recorded(false), '9.11': recorded(true) }),
  maxBodyBytes: row({ '5.37': tried(undefined), '9.11': tried(300_512) }),
  parseErrorOfLists: row({ '5.37': tried(false), '9.11': tried(true) }),
  maxUrlLength: row({ '5.37': tried(undefined), '9.11': tried(2_048) }),
  connectionIdInBroadcast: row({ '5.37': recorded('none'), '6.7': recorded('one'), '9.11': recorded('both') }),
  hostnameInHello: row({ '5.37': recorded(false), '10.11': recorded(true) }),
  refusedOriginStatus: row({ '5.37': tried(500), '9.11': tried(400) }),
  mentionsOnlyForMentioned: row({ '5.37': recorded(false), '9.11': recorded(true) }),
  groupPostsMentionAll: row({ '5.37': recorded(false), '9.11': recorded(true) }),
  threadEvents: row({ '5.37': recorded(false), '9.11': recorded(true) }),
  userAddedTwice: row({ '5.37': recorded(false), '9.11': recorded(true) }),
  groupAddedPerUser: row({ '5.37': tried(false), '9.11': tried(true) }),
  privateChannelDeletedToMembers: row({ '5.37': tried(false), '9.11': tried(true) }),
  viewedEvent: row({ '5.37': tried('channel_viewed'), '9.11': tried('multiple_channels_viewed') }),
  sequenceNumberMandatory: row({ '5.37': tried(false), '10.11': tried(true) }),
  disabledBotsKeepAccess: row({ '5.37': recorded(false), '9.11': recorded(true), '10.11': recorded(false) }),
  revokingSilencesSockets: row({ '5.37': recorded(false), '9.11': recorded(true) }),
  channelIdOnReactions: row({ '5.37': recorded(false), '9.11': recorded(true) }),
  knownEmojiOnly: row({ '5.37': recorded(false), '9.11': recorded(true) }),
  nullWithoutReactions: row({ '5.37': tried(false), '6.7': tried(true), '9.11': recorded(true) }),
  webhooksSetOnline: row({ '5.37': recorded(true), '9.11': recorded(false) }),
  refusesCommandsInArchived: row({ '5.37': tried(false), '9.11': recorded(false), '10.11': recorded(true) }),
  oneErrorOfCommandHooks: row({ '5.37': tried(false), '9.11': recorded(false), '10.11': recorded(true) }),
  rootIdInCommands: row({ '5.37': recorded(false), '11.1': recorded(true) }),
  refusesUnreadableDialogAnswers: row({ '5.37': tried(false), '9.11': recorded(false), '10.11': recorded(true) }),
  findsChannelOfSubmission: row({ '5.37': tried(false), '9.11': recorded(true) }),
  embedsRepeatedToSender: row({ '5.37': tried(false), '6.7': tried(true), '9.11': recorded(true) }),
  storesNulInProps: row({ '5.37': tried(true), '6.7': tried(false) }),
  multiselectInDialogs: row({ '5.37': recorded(false), '11.1': recorded(true) }),
  wholeAnswersToClicks: row({ '5.37': recorded(false), '6.7': recorded(true) }),
  integrationTimeoutSetting: row({ '5.37': recorded(false), '9.11': recorded(true) }),
  sendsTokensToLoopback: row({ '5.37': tried(true), '9.11': tried(false) }),
};

/** The traits of a version. */
export function traitsOf(version: MattermostVersion): Traits {
  const values = Object.entries(differences).map(([name, known]) => [name, known[version].value]);
  return Object.fromEntries(values);
}
