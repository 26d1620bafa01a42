/**
 * What a click on a control of ours does. It is kept with the ticket of the control, in our store, and never in the post.
 */
export type ControlMeaning =
  /** The agent reads the choice as a message of the person. */
  | { readonly do: 'say'; readonly value: string }
  /** OpenClaw runs a command for the person. */
  | { readonly do: 'command'; readonly command: string }
  /** The choice answers a question of the agent. */
  | { readonly do: 'answer'; readonly questionId: string; readonly optionIndex: number }
  /** The person wants to answer a question of the agent in words. */
  | { readonly do: 'answer-in-words'; readonly questionId: string }
  /** The choice decides about something that the agent wants to do. */
  | {
      readonly do: 'decide';
      readonly approvalId: string;
      readonly approvalKind: string;
      readonly decision: 'allow-once' | 'allow-always' | 'deny';
    };

/** Writes a meaning as the value of a control. */
export function writeMeaning(meaning: ControlMeaning): string {
  return JSON.stringify(meaning);
}

/** Reads the value of a control that the plugin made. */
export function readMeaning(value: string): ControlMeaning {
  return JSON.parse(value) as ControlMeaning;
}
