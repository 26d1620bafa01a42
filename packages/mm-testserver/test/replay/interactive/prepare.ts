import type { Scene } from './scene.ts';
import type { CallRecord, Step } from './steps.ts';
import { dropFrames } from './wires.ts';

// What the recorder did between the requests without recording it: posts with buttons, commands, clicks for a trigger id.

/** Addresses of buttons whose calls do not show them, by the label of the step. */
const addresses: Readonly<Record<string, string>> = {
  'address: with a query and a fragment': '$callback/click?x=1&y=%20#z',
  'address: with user and password': 'http://user:pass@127.0.0.1:$port/click',
  'address: relative /click': '/click',
  'address: /plugins/x/y': '/plugins/x/y',
  'address: plugins/x/y': 'plugins/x/y',
  'address: the server itself, /plugins/x/y': '$base/plugins/x/y',
  'address: the server itself, an API path': '$base/api/v4/users/me',
  'address: our host, /a/../plugins/x': '$callback/a/../plugins/x',
  'address: closed port': 'http://127.0.0.1:1/',
  'address: no such host': 'http://no-such-host.invalid/',
  'address: ftp': 'ftp://127.0.0.1/x',
  'address: upper-case scheme': 'HTTP://127.0.0.1:$port/click',
  'address: blanks around': ' $callback/click ',
  'address: localhost': 'http://localhost:$port/click',
  'address: empty': '',
};

/** What the recorder did before some steps, by their label. */
const beforehand: Readonly<Record<string, (scene: Scene, post: string) => Promise<unknown>>> = {
  'click after a patch with props {}': ({ call }, post) => call('claw', 'PUT', `/posts/${post}/patch`, { props: {} }),
  'click on a deleted post': ({ ask }, post) => ask('claw', 'DELETE', `/posts/${post}`),
  'update of a pinned post with a reaction': async ({ call }, post) => {
    await call('alice', 'POST', `/posts/${post}/pin`);
    await call('alice', 'POST', '/reactions', { user_id: '$alice', post_id: post, emoji_name: 'smile' });
  },
  'a bot that is an administrator of the team': ({ call }) =>
    call('admin', 'PUT', '/teams/$team/members/$claw2/roles', { roles: 'team_user team_admin' }),
  'after the command is deleted': ({ call }) => call('admin', 'DELETE', '/commands/$id1'),
  'trigger_id used at once': async ({ names: { ids } }) => {
    const kept = ids.get('$opaque51') ?? '';
    ids.set('$trigger.kept', kept);
    const [id, , ...rest] = Buffer.from(kept, 'base64').toString().split(':');
    ids.set('$trigger.changeduser', Buffer.from([id, ids.get('$bob'), ...rest].join(':')).toString('base64'));
  },
  'with a button and a menu': async ({ names: { ids } }) => ids.set('$incominghook', ids.get('$id19') ?? ''),
  'click in an archived channel': ({ call }) => call('admin', 'DELETE', '/channels/$archived'),
  'somebody outside of the private channel, with a cookie from an open channel': cookieForBob,
};

/** Prepares the server for a step. `steps` are all of its topic. */
export async function prepare(scene: Scene, topic: string, step: Step, steps: readonly Step[]): Promise<void> {
  const { ids } = scene.names;
  const { path = '', body } = step.rest?.request ?? {};
  const [, post = '', action] = /^\/posts\/(\$[\w.]+)(?:\/actions\/(.+))?$/.exec(path) ?? [];
  const special = beforehand[step.label];
  if (post && action && !ids.has(post) && step.label !== 'unknown post')
    await postWithButtons(scene, post, topic, steps);
  await special?.(scene, post);
  if (topic.startsWith('dialogs:') && Object(body).trigger_id === '$trigger') await clickForTrigger(scene);
  if ((path === '/commands/execute' || topic.startsWith('commands: response')) && !ids.has('$commandtoken'))
    await makeCommand(scene);
  const needsRoot = JSON.stringify(body ?? '').includes('$root') || /in a thread/.test(step.label);
  if (needsRoot && !ids.has('$root')) {
    const root = await scene.call('alice', 'POST', '/posts', { channel_id: '$open', message: 'a root' });
    ids.set('$root', root['id'] ?? '');
  }
  // What is still unknown was the id of nothing.
  const calls = JSON.stringify(step.calls);
  for (const [name] of `${path} ${JSON.stringify(body ?? '')}`.matchAll(/\$id\d+/g)) {
    if (!ids.has(name) && !calls.includes(name)) ids.set(name, 'x'.repeat(26));
  }
}

/** Posts, as the bot, all buttons of one post that the steps click. */
async function postWithButtons(scene: Scene, post: string, topic: string, steps: readonly Step[]): Promise<void> {
  const clicks = steps.filter(({ rest }) => rest?.request.path.startsWith(`/posts/${post}/actions/`));
  const buttons = new Map(
    clicks.map(({ label, rest, calls }) => {
      const id = rest?.request.path.split('/').at(-1) ?? '';
      return [id, buttonOf(id, addresses[label], calls[0])];
    }),
  );
  const call = clicks.find(({ calls }) => calls[0]?.request)?.calls[0]?.request?.body;
  const isPrivate = clicks.some(({ label }) => label.startsWith('somebody outside'));
  const isAnswered = topic === 'actions: what the integration may answer';
  const withFile = topic === 'actions: files of an updated post';
  if (withFile) for (const name of ['$file', '$id49']) scene.names.ids.set(name, await upload(scene));
  const actions = [...buttons.values()];
  const made = await scene.call(isPrivate ? 'alice' : 'claw', 'POST', '/posts', {
    channel_id: call?.['channel_id'] ?? (isPrivate ? '$priv' : '$open'),
    message: 'm',
    props: {
      attachments: [{ text: 't', actions: isAnswered ? [...actions, { ...actions[0], id: 'two' }] : actions }],
      ...(isAnswered && { mine: 1, from_bot_extra: 'x' }),
    },
    ...(withFile && { file_ids: ['$file'] }),
  });
  scene.names.ids.set(post, made['id'] ?? '');
}

async function upload({ mattermost, names }: Scene): Promise<string> {
  const form = new FormData();
  form.append('channel_id', names.ids.get('$open') ?? '');
  form.append('files', new Blob(['hello']), 'note.txt');
  const headers = { authorization: `Bearer ${names.ids.get('$token.claw')}` };
  const response = await fetch(`${mattermost.url}/api/v4/files`, { method: 'POST', headers, body: form });
  return Object(await response.json()).file_infos[0].id;
}

/** A button that causes a call like this. */
function buttonOf(id: string, address: string | undefined, call: CallRecord | undefined): object {
  const { path = '/click', body = { context: { a: 1 } } } = call?.request ?? {};
  const { type = 'button', context } = body as { type?: string; context?: object };
  const { selected_option: _, ...own } = Object(context);
  const isMenu = type === 'select';
  return {
    ...{ id, type, name: 'OK' },
    ...(isMenu && { options: [{ text: 'One', value: 'v1' }] }),
    integration: {
      url: address ?? `$callback${path}`,
      ...(isMenu ? Object.keys(own).length > 0 && { context: own } : context !== undefined && { context }),
    },
  };
}

/** Clicks a button of the bot as alice: the trigger id opens one dialog. */
async function clickForTrigger(scene: Scene): Promise<void> {
  const { ids } = scene.names;
  if (!ids.has('$postfortriggers')) {
    const actions = [{ id: 'ok', type: 'button', name: 'OK', integration: { url: '$callback/trigger' } }];
    const post = { channel_id: '$open', message: 'm', props: { attachments: [{ text: 't', actions }] } };
    ids.set('$postfortriggers', (await scene.call('claw', 'POST', '/posts', post))['id'] ?? '');
  }
  scene.integration.answer = {};
  const { trigger_id = '' } = await scene.call('alice', 'POST', '/posts/$postfortriggers/actions/ok', {});
  const [asked] = scene.integration.asked.splice(0);
  ids.set('$trigger', asked?.body.trigger_id);
  // The event has the trigger id of the client.
  ids.set('$id1', trigger_id).set('$id3', trigger_id);
}

async function makeCommand(scene: Scene): Promise<void> {
  const command = { team_id: '$team', trigger: '$trigger', url: '$callback/cmd', method: 'P' };
  const made = await scene.call('admin', 'POST', '/commands', command);
  scene.names.ids.set('$commandtoken', made['token'] ?? '');
}

/** The cookie of a button in an ephemeral post for bob, in the open channel. */
async function cookieForBob(scene: Scene): Promise<void> {
  await dropFrames(scene);
  const actions = [{ id: 'ok', type: 'button', name: 'OK', integration: { url: '$callback/other' } }];
  const post = { channel_id: '$open', message: 'e', props: { attachments: [{ actions }] } };
  await scene.call('admin', 'POST', '/posts/ephemeral', { user_id: '$bob', post });
  const event = await scene.sockets['bob']?.next(frame => frame['event'] === 'ephemeral_message');
  const { cookie } = JSON.parse(Object(event?.['data']).post).props.attachments[0].actions[0];
  scene.names.ids.set('$cookie.ofanephemeralpostelsewhere', cookie);
}
