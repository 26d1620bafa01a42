import { expect, it } from 'vitest';
import { loadOpenClaw } from '../../support/openclaw.ts';
import { openSlashOffice } from '../../support/slash-office.ts';

const openclaw = await loadOpenClaw();

it('/oc_status is acknowledged at once, runs in a session of its own, and its answer is for the caller alone', async () => {
  const office = await openSlashOffice(openclaw);
  const { alice, ops, dispatched, posts } = office;
  office.start();
  await office.logged(/slash commands registered \(18 in 2 teams, .*callback=http/);
  await alice.runs('/oc_status now ', { in: ops });
  await alice.seesEphemeral({ in: ops, matching: /^Processing\.\.\.$/ });
  await alice.seesEphemeral({ in: ops, matching: /^Answer to \/status now$/ });
  expect(dispatched).toMatchObject([
    {
      messageId: expect.stringMatching(/^slash:[a-z0-9]{26}$/),
      text: '/status now',
      plan: {
        route: { sessionKey: `agent:main:mattermost:slash:${alice.id}` },
        record: { sessionKey: `agent:main:mattermost:channel:${ops.id}` },
      },
      context: {
        CommandTargetSessionKey: `agent:main:mattermost:channel:${ops.id}`,
        CommandAuthorized: true,
      },
    },
  ]);
  expect(posts(ops)).toEqual([]);
});
