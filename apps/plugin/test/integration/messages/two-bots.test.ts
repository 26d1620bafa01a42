import { startMattermost } from '@clawmost/mm-testserver';
import { expect, it, onTestFinished } from 'vitest';
import { loadOpenClaw } from '../../support/openclaw.ts';
import { allDecided, createReceiver } from '../../support/receiver.ts';

const openclaw = await loadOpenClaw();

it('Of two accounts in one channel, a mention of one wakes that one, and they do not answer each other', async () => {
  const mattermost = await startMattermost();
  onTestFinished(() => mattermost.stop());
  const team = mattermost.addTeam('acme');
  const [alice, claw, robo] = [team.addPerson('alice'), team.addBot('claw'), team.addBot('robo')];
  const ops = team.addChannel('ops', { members: [alice, claw, robo] });
  const options = { section: { groupPolicy: 'open' } as const, channelRuntime: openclaw.channel };
  const [one, other] = [
    await createReceiver(mattermost, claw, options),
    await createReceiver(mattermost, robo, options),
  ];
  await Promise.all([one.connect(), other.connect()]);
  await alice.says('@claw hello', { in: ops });
  const headers = { authorization: `Bearer ${claw.token}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ channel_id: ops.id, message: 'Ask @robo about it.' });
  await fetch(`${mattermost.url}/api/v4/posts`, { method: 'POST', headers, body });
  await alice.says('thanks', { in: ops });
  await Promise.all([allDecided(one, ['@claw hello', 'thanks']), allDecided(other, ['@claw hello', 'thanks'])]);
  expect(one.codes.get('@claw hello')).toEqual(['answered']);
  expect(other.codes.get('@claw hello')).toEqual(['not-mentioned']);
  expect(other.codes.get('Ask @robo about it.')).toEqual(['bots-off']);
});
