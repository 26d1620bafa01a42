import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { apiOf } from '../support/api.ts';
import { openClientSocket } from '../support/client-socket.ts';
import { openOffice } from '../support/office.ts';

describe('Versions', () => {
  it('On 10.11, posts have file_ids and remote_id even when they are empty', async () => {
    const { alice, ops } = await openOffice({ version: '10.11' });
    expect(await alice.says('x', { in: ops })).toMatchObject({ file_ids: [], remote_id: '' });
  });

  it('On 10.11, each member of a new group gets a separate event', async () => {
    const { mattermost, alice, bob, claw } = await openOffice({ version: '10.11' });
    const socket = await openClientSocket(mattermost.url, claw.token);
    onTestFinished(() => socket.end());
    await socket.next(({ event }) => event === 'hello');
    mattermost.groupChannel(alice, bob, claw);
    const { broadcast } = await socket.next(({ event }) => event === 'group_added');
    expect(broadcast).toMatchObject({ user_id: claw.id });
  });

  it('From 9.11 on, a password needs only a length', async () => {
    const account = { username: 'carol', email: 'carol@example.com', password: 'lowercase' };
    for (const [version, status] of [
      ['6.7', 400],
      ['10.11', 201],
    ] as const) {
      const { mattermost } = await openOffice({ version });
      expect((await apiOf(mattermost)('POST', '/users', account)).status).toBe(status);
    }
  });

  it('From 6.7 on, props can be long', async () => {
    for (const [version, status] of [
      ['5.37', 400],
      ['11.1', 201],
    ] as const) {
      const { mattermost, claw, ops } = await openOffice({ version });
      const input = { channel_id: ops.id, message: '', props: { big: 'x'.repeat(9_000) } };
      expect((await apiOf(mattermost, claw)('POST', '/posts', input)).status).toBe(status);
    }
  });

  it('The JSON about a foreign origin has another status', async () => {
    for (const [version, status] of [
      ['5.37', 500],
      ['11.1', 400],
    ] as const) {
      const { mattermost, claw } = await openOffice({ version });
      const headers = { authorization: `Bearer ${claw.token}`, origin: 'https://evil.example.com' };
      const socket = new WebSocket(`${mattermost.url.replace('http', 'ws')}/api/v4/websocket`, { headers });
      const body = await new Promise<string>(resolve => {
        socket
          .on('error', () => {})
          .once('unexpected-response', (_, response) => {
            let text = '';
            response.on('data', chunk => {
              text += chunk;
            });
            response.on('end', () => resolve(text));
          });
      });
      expect(JSON.parse(body.replace('Forbidden', '')).status_code).toBe(status);
    }
  });
});

describe('On 5.37', () => {
  it('An edit that sends buttons back as they were read drops the connection, and changes nothing', async () => {
    const { mattermost, claw, ops } = await openOffice({ version: '5.37' });
    const api = apiOf(mattermost, claw);
    const props = { attachments: [{ actions: [{ id: 'b1', name: 'Go', integration: { url: 'http://127.0.0.1/' } }] }] };
    const { body: post } = await api('POST', '/posts', { channel_id: ops.id, message: 'x', props });
    await expect(api('PUT', `/posts/${post.id}/patch`, { props: post.props })).rejects.toThrow();
    expect(mattermost.requests.at(-1)).toMatchObject({ method: 'PUT', status: 0 });
    expect((await api('GET', `/posts/${post.id}`)).body).toEqual({ ...post, pending_post_id: '' });
  });
});
