import { getRuntime } from './runtime.ts';
import type { Session } from './session-entry.ts';

/** Something that happened beside the messages of a session. */
export interface SystemEvent {
  readonly session: Session;
  readonly text: string;
  /** The same event with the same text is kept once. */
  readonly key: string;
  readonly place: { readonly to: string; readonly accountId: string; readonly threadId: string | undefined };
}

/** Has the next turn of a session begin with an event. It starts no turn, and is lost when OpenClaw ends before. */
export function addSystemEvent({ session, text, key, place }: SystemEvent): void {
  const { threadId, ...target } = place;
  getRuntime().system.enqueueSystemEvent(text, {
    ...session,
    contextKey: key,
    deliveryContext: { channel: 'mattermost', ...target, ...(threadId !== undefined && { threadId }) },
  });
}
