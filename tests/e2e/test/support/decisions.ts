import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Home } from '@clawmost/playground';
import { expect } from 'vitest';
import { timeLimit } from './time-limit.ts';

/** The reason codes that the plugin logged for a post in the file of an account, oldest first. */
export function codesOf(home: Home, accountId: string, post: { readonly id: string }): string[] {
  const path = join(home.dir, 'state', 'mattermost', `${accountId}.sqlite`);
  if (!existsSync(path)) return [];
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const rows = database.prepare('SELECT code FROM why WHERE post_id = ? ORDER BY number').all(post.id);
    return rows.map(row => String(row['code']));
  } finally {
    database.close();
  }
}

/** Waits until the plugin has logged a decision about a post; resolves to all its reason codes. */
export async function decided(home: Home, accountId: string, post: { readonly id: string }): Promise<string[]> {
  await expect.poll(() => codesOf(home, accountId, post), timeLimit).not.toEqual([]);
  return codesOf(home, accountId, post);
}
