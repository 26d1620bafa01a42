import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Home } from '@clawmost/playground';
import { expect, vi } from 'vitest';
import { timeLimit } from './time-limit.ts';

/** Reads what the plugin has stored about posts, from the account's file while the gateway runs. */
export interface AccountFile {
  /** The outcomes of posts, such as `answered: delivered`, or the states of unsettled ones, such as `running`. */
  outcomes(posts: readonly PostId[]): string[];
  /** Waits until all are settled and resolves to their outcomes; expects exactly one logged decision for each. */
  settled(posts: readonly PostId[]): Promise<string[]>;
  /** Resolves when OpenClaw has put a post into the running turn of its session. */
  joined(post: PostId): Promise<void>;
}

interface PostId {
  readonly id: string;
}

/** The file of an account in a home. */
export function accountFile({ dir }: Home, accountId = 'default'): AccountFile {
  const path = join(dir, 'state', 'mattermost', `${accountId}.sqlite`);

  function rows(sql: string, postId: string): Record<string, unknown>[] {
    const database = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
    try {
      return database.prepare(sql).all(postId);
    } finally {
      database.close();
    }
  }

  function outcomes(posts: readonly PostId[]): string[] {
    return posts.map(({ id }) => {
      const [entry] = rows('SELECT state, outcome, code FROM inbox_entries WHERE key = ?', id);
      if (!entry) return 'unknown';
      return entry['state'] === 'settled' ? `${entry['outcome']}: ${entry['code']}` : String(entry['state']);
    });
  }

  return {
    outcomes,
    async settled(posts) {
      const isOpen = (outcome: string) => !outcome.includes(':');
      await vi.waitFor(() => expect(outcomes(posts).filter(isOpen)).toEqual([]), timeLimit);
      const decisions = posts.map(({ id }) => rows('SELECT code FROM why WHERE post_id = ?', id).length);
      expect(decisions).toEqual(posts.map(() => 1));
      return outcomes(posts);
    },
    async joined({ id }) {
      const turns = () => rows('SELECT joined FROM pending_turns WHERE id = ?', id).map(row => row['joined']);
      await vi.waitFor(() => expect(turns()).toEqual([expect.any(String)]), timeLimit);
    },
  };
}
