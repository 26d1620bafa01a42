import { createRestClient } from '@clawmost/mm-rest';
import { createSocket } from '@clawmost/mm-ws';

const { MATTERMOST_URL: baseUrl, MATTERMOST_TOKEN: token } = process.env;
const rest = createRestClient({ baseUrl, token });
const me = await rest.users.me();
const socket = createSocket({ baseUrl, token });
socket.on('posted', async ({ data: { post, mentions } }) => {
  if (post.user_id === me.id || !mentions?.includes(me.id)) return;
  const message = `You said: ${post.message}`;
  await rest.posts.create({ channel_id: post.channel_id, root_id: post.root_id || post.id, message });
});
socket.on('ready', () => console.log(`@${me.username} listens`));
socket.on('stopped', ({ error }) => error && console.error(error.message));
socket.start();
