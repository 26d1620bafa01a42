import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markerProps, readMarker } from '../../../src/answers/marker.ts';

const botId = 'claw';
const marker = { delivery: 'delivery', answers: ['post'], part: 1, of: 2, state: 'final' } as const;

describe('the marker of a post', () => {
  it('is read from the bot’s own posts', () => {
    expect(readMarker({ user_id: botId, props: markerProps(marker) }, botId)).toEqual(marker);
  });

  it('is not believed on posts of others', () => {
    expect(readMarker({ user_id: 'mallory', props: markerProps(marker) }, botId)).toBeUndefined();
  });

  it('takes whatever stands in the props without failing', () => {
    fc.assert(
      fc.property(fc.anything(), clawmost => {
        const read = readMarker({ user_id: botId, props: { clawmost } }, botId);
        expect(read === undefined || typeof read.delivery === 'string').toBe(true);
      }),
    );
  });
});
