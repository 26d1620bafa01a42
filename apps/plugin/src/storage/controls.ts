/** The buttons and menus of one message of the bot. */
export interface MessageControls {
  /** Names the delivery that they belong to. */
  readonly deliveryId: string;
  /** The choice in the store of tickets. */
  readonly choiceId: string;
  /** What goes into `props.attachments` of the post, in Mattermost's own JSON. */
  readonly attachments: readonly object[];
  /** Whether OpenClaw forgets what they are about when its process ends, as it does with questions and approvals. */
  readonly endsWithProcess: boolean;
  /** The post that shows them; absent until it is on the server. */
  readonly postId: string | undefined;
  /** In milliseconds since 1970. */
  readonly createdAt: number;
}

/** Remembers the controls of messages: until they are posted, and which posts show some that end with the process. */
export interface ControlRecords {
  /** Call it before the message is posted. A second call with the same delivery replaces the first. */
  add(controls: Omit<MessageControls, 'postId'>): Promise<void>;
  /** The controls of a delivery. */
  find(deliveryId: string): Promise<MessageControls | undefined>;
  /** The post is on the server. */
  notePosted(deliveryId: string, postId: string): Promise<void>;
  /** Forgets the controls of a choice: people see them no more. */
  forget(choiceId: string): Promise<void>;
  /** The controls that end with the process, oldest first. */
  endingWithProcess(): Promise<MessageControls[]>;
  /** Forgets what was added before a time, in milliseconds since 1970. */
  prune(before: number): Promise<void>;
}
