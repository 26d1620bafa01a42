import { expect, it } from 'vitest';
import { buttons, openButtons } from '../../support/buttons.ts';
import { importInternal, loadOpenClaw } from '../../support/openclaw.ts';
import { patience } from '../../support/turn-story.ts';

const { channel: channelRuntime } = await loadOpenClaw();

/** OpenClaw's admission of work: what is done for a request that is over is refused. */
interface Admission {
  run(work: () => Promise<void>): Promise<void>;
  release(): void;
}
const file = /^gateway-work-admission-/;
const admit = await importInternal<() => Admission | undefined>('tryBeginGatewayRootWorkAdmission', file);
const isRefused = await importInternal<() => boolean>('isGatewaySubordinateWorkAdmissionClosed', file);

it('A click gets its turn although the request that brought it is over', async () => {
  const over = Promise.withResolvers<void>();
  const refusals: boolean[] = [];
  const { send, alice, post } = await openButtons({
    channelRuntime,
    runCall: async call => {
      const admission = admit() ?? expect.fail('OpenClaw admits no work');
      await admission.run(call);
      admission.release();
      over.resolve();
    },
    answer: async () => {
      await over.promise;
      refusals.push(isRefused());
    },
  });
  const id = await send(buttons('Yes'));
  await alice.clicks(post(id), 'Yes');
  await expect.poll(() => refusals, patience).toEqual([false]);
});
