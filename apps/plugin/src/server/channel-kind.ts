/** How OpenClaw calls the three kinds of conversation. */
export type ConversationKind = 'direct' | 'group' | 'channel';

/** Says which kind a channel is; `undefined` where that cannot be found out now. */
export type LookUpKind = (channelId: string) => Promise<ConversationKind | undefined>;

/** Direct for a DM, group for what is private to its members, channel for what anybody may join. */
export function kindOfType(channelType: string): ConversationKind | undefined {
  if (channelType === 'D') return 'direct';
  if (channelType === 'O') return 'channel';
  return channelType === 'P' || channelType === 'G' ? 'group' : undefined;
}

/** Kinds that were looked up, by server and channel. */
export interface KindCache {
  /** The kind that is remembered, or what `lookUp` says. What cannot be found out is asked again the next time. */
  get(server: string, channelId: string, lookUp: LookUpKind): Promise<ConversationKind | undefined>;
}

/** Remembers the kinds of channels, each for a while: a channel can be made private. */
export function createKindCache({ ttlMs = 5 * 60_000, max = 2_000, now = Date.now } = {}): KindCache {
  const known = new Map<string, { readonly kind: ConversationKind; readonly until: number }>();
  return {
    async get(server, channelId, lookUp) {
      const key = JSON.stringify([server, channelId]);
      const hit = known.get(key);
      if (hit && hit.until > now()) return hit.kind;
      known.delete(key);
      const kind = await lookUp(channelId);
      if (kind === undefined) return undefined;
      known.set(key, { kind, until: now() + ttlMs });
      if (known.size > max) known.delete(known.keys().next().value as string);
      return kind;
    },
  };
}
