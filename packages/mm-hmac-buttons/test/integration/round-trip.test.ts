import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalize, deriveSecret, type JsonObject, signContext } from '../../src/index.ts';
import { startMattermostAndGateway } from '../support/mattermost-and-gateway.ts';
import { contexts } from '../support/random-contexts.ts';

describe.each(['5.37', '6.7', '11.1'] as const)('Mattermost %s', version => {
  it(`A signed context is accepted unchanged after a click on Mattermost ${version}`, async () => {
    const { alice, claw, callbackUrl, events, post } = await startMattermostAndGateway({ version });
    const secret = deriveSecret(claw.token);
    const click = async (context: JsonObject & { action_id: string }) => {
      const integration = { url: callbackUrl, context: signContext(context, secret) };
      const posted = await post({
        attachments: [{ actions: [{ id: 'a1', type: 'button', name: 'Go', integration }] }],
      });
      await alice.clicks(posted, 'Go');
      return events.splice(0);
    };
    await fc.assert(
      fc.asyncProperty(contexts, async context => {
        const [event, ...others] = await click(context);
        expect(others).toEqual([]);
        expect(event).toMatchObject({ type: 'button', actionId: 'a1', label: 'Go', userId: alice.id });
        // Mattermost writes minus zero, JavaScript does not; to the canonical form they are one.
        expect(canonicalize((event?.type === 'button' && event.context) || {})).toBe(canonicalize(context));
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
