import type { ReadyAccount } from '../server/ready-account.ts';

/** The user names of people by their ids; those that cannot be looked up are left out. */
export async function namesOf(
  { lookUp }: Pick<ReadyAccount, 'lookUp'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  await Promise.all(
    [...new Set(ids)].map(async id => {
      const user = await lookUp.users.get(id).catch(() => undefined);
      if (user) names.set(id, user.username);
    }),
  );
  return names;
}
