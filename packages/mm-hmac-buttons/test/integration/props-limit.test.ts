import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildButtonAttachments, PropsTooLargeError } from '../../src/index.ts';
import { startMattermostAndGateway } from '../support/mattermost-and-gateway.ts';
import { texts } from '../support/random-contexts.ts';

const label = texts.filter(text => text.trim() !== '');

it('Buttons are too large exactly when Mattermost 5.37 refuses them', async () => {
  const { claw, callbackUrl, post } = await startMattermostAndGateway({ version: '5.37' });
  const build = (name: string, padding: number, maxPropsLength?: number) => {
    const buttons = [{ id: 'a1', label: name, style: 'danger', context: { padding: 'x'.repeat(padding) } }];
    return buildButtonAttachments({
      callbackUrl,
      channelId: 'any',
      botToken: claw.token,
      buttons,
      text: name,
      maxPropsLength,
    });
  };
  /** The number of characters that can be added, measured by the builder. */
  const room = (name: string): number => {
    try {
      build(name, 0, 1);
    } catch (error) {
      if (error instanceof PropsTooLargeError) return 8_000 - error.length;
    }
    throw new Error('the builder accepted a limit of one character');
  };
  await fc.assert(
    fc.asyncProperty(label, async name => {
      const most = room(name);
      await post({ attachments: build(name, most) });
      expect(() => build(name, most + 1)).toThrow(PropsTooLargeError);
      await expect(post({ attachments: build(name, most + 1, 100_000) })).rejects.toThrow(/props/);
    }),
    { numRuns: 40 },
  );
}, 60_000);
