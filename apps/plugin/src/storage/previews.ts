import type { AnswerPlace } from './pending-answers.ts';

/** A preview that is on the server, or may be: it is still to become an answer, or to be deleted. */
export interface Preview extends AnswerPlace {
  /** Names the answer that it becomes; its post carries it in the marker. */
  readonly deliveryId: string;
  /** The ledger key of the post, click or command whose turn it shows. */
  readonly turnId: string;
  /** Its post; absent until the server's reply, which may be lost. */
  readonly postId: string | undefined;
  /** When it was begun, in milliseconds since 1970. */
  readonly createdAt: number;
}

/** Remembers the previews of answers, so that none of them stays behind after a crash. */
export interface Previews {
  /** Call it before the post is created. */
  add(preview: Omit<Preview, 'postId'>): Promise<void>;
  /** The post is created. */
  notePost(deliveryId: string, postId: string): Promise<void>;
  /** The preview of an answer, if there is one. */
  find(deliveryId: string): Promise<Preview | undefined>;
  /** Every preview, oldest first. */
  list(): Promise<Preview[]>;
  /** It has become an answer, was deleted, or was never created. */
  forget(deliveryId: string): Promise<void>;
}
