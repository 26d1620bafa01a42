import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { buttons, openButtons } from '../../support/buttons.ts';
import { loadOpenClaw } from '../../support/openclaw.ts';
import { patience } from '../../support/turn-story.ts';

const { channel: channelRuntime } = await loadOpenClaw();

it('Real clicks are answered while the callback is flooded with forged, broken and unfinished calls', async () => {
  const { send, alice, post, requests, gatewayUrl, clickOn } = await openButtons({ channelRuntime });
  const url = `${gatewayUrl}/mattermost/interactions/default`;
  const forged = { ...(await clickOn(await send(buttons('Yes')), alice)), context: { action_id: 'x', _ticket: 'y' } };
  const bodies = [
    '',
    '{',
    '[]',
    '{"context":{}}',
    JSON.stringify(forged),
    JSON.stringify({ ...forged, context: { _token: 'z' } }),
  ];
  let isOver = false;
  const statuses = new Set<number>();
  const flood = Array.from({ length: 8 }, async (_, index) => {
    for (let call = index; !isOver; call += 1) {
      const init = {
        method: call % 7 === 0 ? 'GET' : 'POST',
        ...(call % 7 !== 0 && { body: bodies[call % bodies.length] }),
      };
      const response = await fetch(url, init as RequestInit);
      statuses.add(response.status);
      await response.arrayBuffer();
    }
  });
  // Calls that begin and do not end.
  const sockets = Array.from({ length: 20 }, () => connect(Number(new URL(url).port), '127.0.0.1'));
  for (const socket of sockets) {
    socket.on('error', () => {});
    socket.write('POST /mattermost/interactions/default HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{');
  }
  try {
    for (let count = 1; count <= 10; count += 1) {
      const id = await send(buttons('Yes', 'No'));
      await alice.clicks(post(id), 'Yes');
      await expect.poll(() => requests.length, patience).toBe(count);
    }
  } finally {
    isOver = true;
    for (const socket of sockets) socket.destroy();
    await Promise.all(flood);
  }
  expect([...statuses].sort()).toEqual([400, 403, 405]);
  expect(requests).toHaveLength(10);
});
