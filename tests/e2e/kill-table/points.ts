import type { Bot, Mattermost } from '@clawmost/mm-testserver';

/** A moment of a turn at which the gateway dies. */
export interface KillPoint {
  /** Short, as in the table. */
  readonly name: string;
  /** How many words the model answers with; more than fit into one post make an answer of two parts. */
  readonly words: number;
  /** Whether the model waits for ever before it answers, until the gateway has been started again. */
  readonly modelWaits: boolean;
  /** Prepares the moment; the result resolves when it has come. */
  arm(mattermost: Mattermost, claw: Bot): Promise<void>;
}

const posts = (claw: Bot) => ({ method: 'POST', path: '/posts', by: claw });

/** In the order in which they come in a turn. */
export const killPoints: readonly KillPoint[] = [
  {
    name: '(a) before the host adopted the turn',
    words: 3,
    modelWaits: false,
    arm: (mattermost, claw) => mattermost.faults.hold({ path: /^\/channels\//, by: claw }).met,
  },
  {
    name: '(b) while the model thinks',
    words: 3,
    modelWaits: true,
    arm: () => Promise.resolve(),
  },
  {
    name: '(c) after the first visible post of an answer of two',
    words: 4_000,
    modelWaits: false,
    arm: (mattermost, claw) => mattermost.faults.holdAnswer(posts(claw)).met,
  },
  {
    name: '(d) after the final post, before its receipt',
    words: 3,
    modelWaits: false,
    arm: (mattermost, claw) => mattermost.faults.holdAnswer(posts(claw)).met,
  },
];
