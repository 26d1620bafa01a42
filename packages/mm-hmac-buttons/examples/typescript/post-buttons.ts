// Posts two signed buttons to Mattermost; an OpenClaw gateway with the same bot token accepts their clicks.
//
// Needs from the environment: MATTERMOST_URL, MATTERMOST_BOT_TOKEN, MATTERMOST_CHANNEL_ID and CALLBACK_URL, such as
// https://gateway.example.com/mattermost/interactions/default
import { buildButtonAttachments } from '@clawmost/mm-hmac-buttons';

function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`set ${name}`);
  return value;
}

const url = setting('MATTERMOST_URL');
const botToken = setting('MATTERMOST_BOT_TOKEN');
const channelId = setting('MATTERMOST_CHANNEL_ID');

const attachments = buildButtonAttachments({
  callbackUrl: setting('CALLBACK_URL'),
  botToken,
  channelId,
  buttons: [
    { id: 'approve', label: 'Approve', style: 'primary' },
    { id: 'deny', label: 'Deny ✗', style: 'danger' },
  ],
});

const response = await fetch(`${url.replace(/\/+$/, '')}/api/v4/posts`, {
  method: 'POST',
  headers: { authorization: `Bearer ${botToken}`, 'content-type': 'application/json' },
  body: JSON.stringify({ channel_id: channelId, message: 'Deploy to production?', props: { attachments } }),
  signal: AbortSignal.timeout(30_000),
});
if (response.status !== 201) throw new Error(`Mattermost answered ${response.status}`);

const post = (await response.json()) as { id: string };
process.stdout.write(`${post.id}\n`);
