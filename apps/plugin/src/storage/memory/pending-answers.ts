import type { PendingAnswer, PendingAnswers, PendingTurn } from '../pending-answers.ts';

/** Keeps pending turns and answers in memory, for tests. */
export function memoryPendingAnswers(): PendingAnswers {
  const turns = new Map<string, PendingTurn>();
  const turnOfPost = new Map<string, string>();
  const answers = new Map<string, PendingAnswer>();

  function forgetTurn(id: string): void {
    turns.delete(id);
    for (const [post, turn] of turnOfPost) if (turn === id) turnOfPost.delete(post);
  }

  return {
    async openTurn(turn) {
      const startedAt = turns.get(turn.id)?.startedAt ?? turn.startedAt;
      turns.set(turn.id, { ...turn, startedAt, joined: undefined });
      for (const post of turn.posts) turnOfPost.set(post, turn.id);
    },
    async joinTurn(id, into) {
      const turn = turns.get(id);
      if (turn) turns.set(id, { ...turn, joined: into });
    },
    closeTurn: async id => forgetTurn(id),
    turnOf: async postId => turns.get(turnOfPost.get(postId) ?? ''),
    openTurns: async () => [...turns.values()].sort((a, b) => a.startedAt - b.startedAt),
    async addAnswer(answer) {
      if (!answers.has(answer.deliveryId)) answers.set(answer.deliveryId, { ...answer, isPosted: false });
    },
    async markPosted(deliveryId) {
      const answer = answers.get(deliveryId);
      if (answer) answers.set(deliveryId, { ...answer, text: '', isPosted: true });
    },
    answersTo: async postId =>
      [...answers.values()].filter(answer => answer.answers.includes(postId)).sort((a, b) => a.createdAt - b.createdAt),
    async prune(before) {
      for (const { id, startedAt } of turns.values()) if (startedAt < before) forgetTurn(id);
      for (const { deliveryId, createdAt } of answers.values()) if (createdAt < before) answers.delete(deliveryId);
    },
  };
}
