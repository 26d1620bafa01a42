import type { ControlRecords, MessageControls } from '../controls.ts';

/** Keeps controls in memory. */
export function memoryControls(): ControlRecords {
  const known = new Map<string, MessageControls>();
  const dropWhere = (isDropped: (one: MessageControls) => boolean): void => {
    for (const one of known.values()) if (isDropped(one)) known.delete(one.deliveryId);
  };
  return {
    add: async controls => void known.set(controls.deliveryId, { ...controls, postId: undefined }),
    find: async deliveryId => known.get(deliveryId),
    async notePosted(deliveryId, postId) {
      const one = known.get(deliveryId);
      if (one) known.set(deliveryId, { ...one, postId });
    },
    forget: async choiceId => dropWhere(one => one.choiceId === choiceId),
    endingWithProcess: async () =>
      [...known.values()].filter(one => one.endsWithProcess).sort((one, other) => one.createdAt - other.createdAt),
    prune: async before => dropWhere(one => one.createdAt < before),
  };
}
