/** How many calls are worked on at the same time. */
export interface PlaceLimits {
  /** For one command of one team, in calls whose token is known. */
  readonly perCommand: number;
  /** For all calls together whose token is not known when they come. */
  readonly anonymous: number;
  /** Of these, for one address. */
  readonly perAddress: number;
  /** For all known commands of one account together. */
  readonly perAccount: number;
}

/** Whose place a call takes. */
export type PlaceHolder =
  | { readonly accountId: string; readonly commandId: string }
  | { readonly address: string | undefined };

/** Gives a place back. Calling it again does nothing. */
export type GiveBack = () => void;

/**
 * Makes the function that takes places; it returns `undefined` when there is none. Every known command has its own, so that
 * calls without a valid token cannot keep real ones away, and one command that hangs stops no other.
 */
export function createPlaces(limits: PlaceLimits): (holder: PlaceHolder) => GiveBack | undefined {
  const taken = new Map<string, number>();
  return holder => {
    const needed: [key: string, limit: number][] =
      'commandId' in holder
        ? [
            [`account ${holder.accountId}`, limits.perAccount],
            [`command ${holder.accountId} ${holder.commandId}`, limits.perCommand],
          ]
        : [
            ['anonymous', limits.anonymous],
            [`address ${holder.address ?? ''}`, limits.perAddress],
          ];
    if (needed.some(([key, limit]) => (taken.get(key) ?? 0) >= limit)) return undefined;
    for (const [key] of needed) taken.set(key, (taken.get(key) ?? 0) + 1);
    let isBack = false;
    return () => {
      if (isBack) return;
      isBack = true;
      for (const [key] of needed) {
        const left = (taken.get(key) ?? 0) - 1;
        if (left > 0) taken.set(key, left);
        else taken.delete(key);
      }
    };
  };
}
