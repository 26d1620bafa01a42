// What a Mattermost 11.1 sends, field for field.

const alice = '4bd9uzzwdbrajdwmqkybzi4wsh';
const claw = 'a7jq3yp6upgdbdxdqmrhmuhp5c';
const ops = 'q1suozk1xfrh5rqd8pr1e34hte';
const team = 'tbdbthwmjtgoxe9yezinidtt7r';

const post = {
  id: 'dw7s3196htdxfbyj5ffi3pft4o',
  create_at: 1795247214117,
  update_at: 1795247214117,
  edit_at: 0,
  delete_at: 0,
  is_pinned: false,
  user_id: alice,
  channel_id: ops,
  root_id: '',
  original_id: '',
  message: '@claw the build of **release-6** failed again, could you look at what changed since yesterday?\n\nThanks!',
  type: '',
  props: {},
  hashtags: '',
  file_ids: [],
  pending_post_id: `${alice}:1795247214050`,
  remote_id: '',
  reply_count: 0,
  last_reply_at: 0,
  participants: null,
  metadata: {},
};

const user = {
  id: claw,
  create_at: 1795247209940,
  update_at: 1795247209990,
  delete_at: 0,
  username: 'claw',
  auth_data: '',
  auth_service: '',
  email: 'claw@localhost',
  nickname: '',
  first_name: 'Claw',
  last_name: '',
  position: '',
  roles: 'system_user',
  notify_props: {
    channel: 'true',
    comments: 'never',
    desktop: 'mention',
    desktop_sound: 'true',
    email: 'true',
    first_name: 'false',
    mention_keys: '',
    push: 'mention',
    push_status: 'away',
  },
  last_password_update: 1795247209940,
  locale: 'en',
  timezone: { automaticTimezone: '', manualTimezone: '', useAutomaticTimezone: 'true' },
  is_bot: true,
  bot_description: 'answers',
  disable_welcome_email: false,
};

const inChannel = {
  ...{ omit_users: null, user_id: '', channel_id: ops, team_id: '', connection_id: '' },
  omit_connection_id: '',
};
const toAll = { ...inChannel, channel_id: '' };
const reaction = {
  ...{ user_id: alice, post_id: post.id, emoji_name: 'thumbsup', create_at: 1795247217309, update_at: 1795247217309 },
  ...{ delete_at: 0, remote_id: '', channel_id: ops },
};

const { metadata: _, ...rootPost } = post;
/** A thread that the bot follows, as each reply in it sends it to the bot, with all who have replied. */
const thread = {
  id: post.id,
  reply_count: 7,
  last_reply_at: 1795247219309,
  last_viewed_at: 0,
  participants: ['alice', 'bob', 'carol'].map(username => ({
    ...{ id: alice, create_at: 1795247209940, update_at: 1795247209990, delete_at: 0, username, auth_data: '' },
    ...{
      auth_service: '',
      email: `${username}@example.com`,
      nickname: '',
      first_name: '',
      last_name: '',
      position: '',
    },
    ...{ roles: 'system_user', locale: 'en', timezone: user.timezone, remote_id: '', disable_welcome_email: false },
  })),
  post: { ...rootPost, pending_post_id: '' },
  unread_replies: 7,
  unread_mentions: 0,
  is_urgent: false,
  delete_at: 0,
};

const posted = (mentions?: string) => ({
  event: 'posted',
  data: {
    channel_display_name: 'Ops',
    channel_name: 'ops',
    channel_type: 'O',
    ...(mentions && { mentions }),
    post: JSON.stringify(post),
    sender_name: '@alice',
    set_online: true,
    team_id: team,
  },
  broadcast: inChannel,
});
/** Most posts have no mentions, and then the field is absent. */
const posts = [posted(), posted(), posted(), posted(JSON.stringify([claw]))];

/**
 * Other events that a bot receives, in equal parts. Servers differ: where people type, most events are `typing`, the
 * smallest; where bots stream their answers, most are `post_edited`; where people write in threads, many are
 * `thread_updated`, the largest.
 */
const unwanted = [
  {
    event: 'typing',
    data: { parent_id: '', user_id: alice },
    broadcast: { ...inChannel, omit_users: { [alice]: true } },
  },
  { event: 'post_edited', data: { post: JSON.stringify({ ...post, edit_at: 1795247216208 }) }, broadcast: inChannel },
  { event: 'reaction_added', data: { reaction: JSON.stringify(reaction) }, broadcast: inChannel },
  { event: 'user_updated', data: { user }, broadcast: toAll },
  {
    event: 'thread_updated',
    data: { previous_unread_mentions: 0, previous_unread_replies: 6, thread: JSON.stringify(thread) },
    broadcast: { ...toAll, user_id: claw, team_id: team },
  },
];

/** The response to `GET /users/me` of a bot. */
export const userJson: string = JSON.stringify(user);

/** The response to `POST /posts`. */
export const postJson: string = JSON.stringify(post);

/** What a server sends: only posts, one post in five frames, or one in a hundred. */
export type Mix = 'posts' | 'busy' | 'elsewhere';

/** How many frames there are for each post. */
export const framesAPost: Readonly<Record<Mix, number>> = { posts: 1, busy: 5, elsewhere: 100 };

const head = (frame: object): string => JSON.stringify(frame).slice(0, -1);
const [postHeads, unwantedHeads] = [posts.map(head), unwanted.map(head)];

/** The event with this number in its stream. */
export function eventFrame(mix: Mix, seq: number): string {
  const every = framesAPost[mix];
  const before = Math.floor(seq / every);
  const [kinds, turn] = seq % every === 0 ? [postHeads, before] : [unwantedHeads, seq - before];
  return `${kinds[turn % kinds.length]},"seq":${seq}}`;
}

/** The first frame of a stream. */
export function helloFrame(connectionId: string): string {
  const data = { connection_id: connectionId, server_version: '11.1.0.1.1795247209.false' };
  return JSON.stringify({ event: 'hello', data, broadcast: { ...toAll, user_id: claw }, seq: 0 });
}
