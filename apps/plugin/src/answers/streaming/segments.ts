/** One message of the model in a turn, as far as it has come. A turn has several: around tools, and when messages join it. */
export interface Segment {
  /** The text so far; until the next one begins, also that of the message before it that this one replaces. */
  text: string;
  /** A tool was called after it: OpenClaw does not deliver its text in the end, and the next message takes its place. */
  isBeforeTool: boolean;
  /** Its answer was delivered. */
  isFinished: boolean;
}

/** Follows the messages of a turn, to know which preview becomes which answer. */
export class Segments<T> {
  readonly #all: (Segment & { readonly preview: T })[] = [];
  readonly #createPreview: () => T;
  #hasJoined = false;

  constructor(createPreview: () => T) {
    this.#createPreview = createPreview;
  }

  /** The message that the model writes now. */
  get current(): (Segment & { readonly preview: T }) | undefined {
    const last = this.#all.at(-1);
    return last?.isFinished ? undefined : last;
  }

  /** Those that have not been delivered, oldest first. */
  get open(): (Segment & { readonly preview: T })[] {
    return this.#all.filter(({ isFinished }) => !isFinished);
  }

  /** A message of a person has joined the turn: the answer so far is delivered, and the model's next message is another. */
  join(): void {
    this.#hasJoined = true;
  }

  /**
   * The model begins a message. It takes the place of the one before a tool, and of one that OpenClaw tries again after
   * the connection to the model broke.
   */
  begin(): void {
    const { current } = this;
    if (!current || (this.#hasJoined && !current.isBeforeTool)) this.#add();
    else current.isBeforeTool = false;
    this.#hasJoined = false;
  }

  /** The text of the current message so far. Returns the message. */
  write(text: string): Segment & { readonly preview: T } {
    const segment = this.current ?? this.#add();
    segment.text = text;
    return segment;
  }

  /**
   * The message whose answer is delivered: the oldest that is the beginning of it. When none is, because OpenClaw has
   * changed the text, the only one that is open.
   */
  finish(answer: string): (Segment & { readonly preview: T }) | undefined {
    const { open } = this;
    const begun = open.find(({ text }) => answer.trim().startsWith(text.trim()));
    const found = begun ?? (open.length === 1 ? open[0] : undefined);
    if (found) found.isFinished = true;
    return found;
  }

  #add(): Segment & { readonly preview: T } {
    const segment = { text: '', isBeforeTool: false, isFinished: false, preview: this.#createPreview() };
    this.#all.push(segment);
    return segment;
  }
}
