import { endedTurnsKeptMs, type PendingAnswer, type PendingAnswers, type PendingTurn } from '../pending-answers.ts';
import { textKey } from '../text-key.ts';

/** Keeps pending turns and answers in memory, for tests. */
export function memoryPendingAnswers(): PendingAnswers {
  const turns = new Map<string, PendingTurn>();
  const answers = new Map<string, PendingAnswer>();
  const keys = new Map<string, string>();

  const oldestFirst = (isWanted: (answer: PendingAnswer) => boolean) =>
    [...answers.values()].filter(isWanted).sort((a, b) => a.createdAt - b.createdAt);
  const inOrder = () => [...turns.values()].sort((a, b) => a.startedAt - b.startedAt);

  return {
    async openTurn(turn) {
      const startedAt = turns.get(turn.id)?.startedAt ?? turn.startedAt;
      for (const other of turns.values()) {
        const posts = other.posts.filter(post => !turn.posts.includes(post));
        if (posts.length === 0 && other.id !== turn.id && isUnfinished(other)) turns.delete(other.id);
        else turns.set(other.id, { ...other, posts });
      }
      turns.set(turn.id, { ...turn, startedAt, joined: undefined, endedAt: undefined });
    },
    async joinTurn(id, into) {
      const turn = turns.get(id);
      if (turn) turns.set(id, { ...turn, joined: into });
    },
    async closeTurn(id, now) {
      const turn = turns.get(id);
      if (turn) turns.set(id, { ...turn, posts: [], endedAt: now });
      for (const { id: old, endedAt = now } of turns.values()) if (endedAt < now - endedTurnsKeptMs) turns.delete(old);
    },
    turnOf: async postId => [...turns.values()].find(({ posts }) => posts.includes(postId)),
    unfinishedTurns: async () => inOrder().filter(isUnfinished),
    allTurns: async () => inOrder(),
    async addAnswer(answer) {
      const { deliveryId, text } = answer;
      if (answers.has(deliveryId)) return;
      answers.set(deliveryId, { files: [], ...answer, isPosted: false });
      keys.set(deliveryId, textKey(text));
    },
    findAnswer: async deliveryId => answers.get(deliveryId),
    async noteFiles(deliveryId, files) {
      const answer = answers.get(deliveryId);
      if (answer) answers.set(deliveryId, { ...answer, files });
    },
    async markPosted(deliveryId) {
      const answer = answers.get(deliveryId);
      if (answer) answers.set(deliveryId, { ...answer, text: '', files: [], isPosted: true });
    },
    dropAnswer: async deliveryId => void answers.delete(deliveryId),
    async nameAnswered(deliveryId, posts) {
      const answer = answers.get(deliveryId);
      if (answer) answers.set(deliveryId, { ...answer, answers: [...new Set([...answer.answers, ...posts])] });
    },
    sameAnswers: async ({ channelId, rootId }, text) =>
      oldestFirst(
        ({ deliveryId, ...place }) =>
          place.channelId === channelId && place.rootId === rootId && keys.get(deliveryId) === textKey(text),
      ),
    answersTo: async postId => oldestFirst(answer => answer.answers.includes(postId)),
    async prune(before) {
      for (const { id, startedAt } of turns.values()) if (startedAt < before) turns.delete(id);
      for (const { deliveryId, createdAt } of answers.values()) if (createdAt < before) answers.delete(deliveryId);
    },
  };
}

function isUnfinished({ endedAt }: PendingTurn): boolean {
  return endedAt === undefined;
}
