import type { Preview, Previews } from '../previews.ts';

/** Keeps the previews in memory, for tests. */
export function memoryPreviews(): Previews {
  const previews = new Map<string, Preview>();
  return {
    add: async preview => void previews.set(preview.deliveryId, { ...preview, postId: undefined }),
    async notePost(deliveryId, postId) {
      const preview = previews.get(deliveryId);
      if (preview) previews.set(deliveryId, { ...preview, postId });
    },
    find: async deliveryId => previews.get(deliveryId),
    list: async () => [...previews.values()].sort((a, b) => a.createdAt - b.createdAt),
    forget: async deliveryId => void previews.delete(deliveryId),
  };
}
