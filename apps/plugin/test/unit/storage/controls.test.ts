import { describe, expect, it } from 'vitest';
import { implementations } from '../../support/stores.ts';

describe.each(implementations)('The controls in %s', (_, open) => {
  const attachments = [{ text: '', actions: [{ id: 'yes' }] }];
  const controls = (deliveryId: string, createdAt: number, endsWithProcess = false) => ({
    ...{ deliveryId, choiceId: `choice-${deliveryId}`, attachments, endsWithProcess, createdAt },
  });

  it('Controls are found by their delivery, with the post once it is there', async () => {
    const { controls: records } = open();
    await records.add(controls('d', 1));
    expect(await records.find('d')).toEqual({ ...controls('d', 1), postId: undefined });
    await records.notePosted('d', 'p');
    expect(await records.find('d')).toMatchObject({ postId: 'p' });
    expect(await records.find('other')).toBeUndefined();
  });

  it('Those that end with the process are listed, oldest first, until they are forgotten', async () => {
    const { controls: records } = open();
    await records.add(controls('late', 2, true));
    await records.add(controls('early', 1, true));
    await records.add(controls('stays', 1));
    expect((await records.endingWithProcess()).map(({ deliveryId }) => deliveryId)).toEqual(['early', 'late']);
    await records.forget('choice-early');
    expect((await records.endingWithProcess()).map(({ deliveryId }) => deliveryId)).toEqual(['late']);
    await records.prune(2);
    expect(await records.find('stays')).toBeUndefined();
    expect(await records.find('late')).toBeDefined();
  });
});
