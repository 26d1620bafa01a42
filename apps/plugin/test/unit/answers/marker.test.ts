import fc from 'fast-check';
import { expect, it } from 'vitest';
import { markerProps, readMarker } from '../../../src/answers/marker.ts';

const botId = 'claw';
const marker = { delivery: 'delivery', answers: ['post'], part: 1, of: 2, state: 'final' } as const;

it('The marker of a post of the bot is read as it was written', () => {
  expect(readMarker({ user_id: botId, props: markerProps(marker) }, botId)).toEqual(marker);
  const preview = { ...marker, state: 'preview' } as const;
  expect(readMarker({ user_id: botId, props: markerProps(preview) }, botId)).toEqual(preview);
});

it('The marker of another author is not believed', () => {
  expect(readMarker({ user_id: 'mallory', props: markerProps(marker) }, botId)).toBeUndefined();
});

it('A marker of an earlier version, without state and answers, is the marker of a final post', () => {
  const props = { clawmost: { delivery: 'delivery', part: 1, of: 1 } };
  expect(readMarker({ user_id: botId, props }, botId)).toEqual({ ...marker, answers: [], of: 1 });
});

it('Other props, or none, are no marker', () => {
  expect(readMarker({ user_id: botId, props: { attachments: [] } }, botId)).toBeUndefined();
  expect(readMarker({ user_id: botId, props: null as never }, botId)).toBeUndefined();
});

it('No value in the props makes reading fail', () => {
  fc.assert(
    fc.property(fc.anything(), clawmost => {
      const read = readMarker({ user_id: botId, props: { clawmost } }, botId);
      expect(read === undefined || typeof read.delivery === 'string').toBe(true);
    }),
  );
});
