import { unexpected } from '../../../../common/callbacks/options.ts';

/** What people read in Mattermost. With `null`, they read nothing and a caller gets an error status where there is one. */
export interface ReceiverTexts {
  /** The button belongs to another person, or `authorize` refused without a text of its own. */
  notAllowed: string;
  /** The button or dialog has expired, or the store has deleted it. */
  expired: string;
  /** Another person was faster, or the person clicked twice. */
  alreadyMade: string;
  /** Your store, `findPost`, `authorize` or handler failed or took too long. With `null`: status 500. */
  failed: string | null;
  /** There are more requests than `maxConcurrent`. With `null`: status 429. */
  busy: string | null;
  /** Your handler succeeded, but its update of the post was refused by this library. */
  notUpdated: string | null;
}

const defaultTexts: Readonly<ReceiverTexts> = {
  notAllowed: 'You are not allowed to use this.',
  expired: 'This is no longer valid.',
  alreadyMade: 'This choice has already been made.',
  failed: 'Something went wrong. Please try again in a moment.',
  busy: 'There are too many requests at the moment. Please try again in a few seconds.',
  notUpdated: 'Done, but this message could not be updated.',
};

const nullable: readonly string[] = ['failed', 'busy', 'notUpdated'] satisfies (keyof ReceiverTexts)[];

/** The given texts with the default for each missing one. @throws TypeError naming a text that is empty or not a text. */
export function resolveTexts(
  given: { readonly [name in keyof ReceiverTexts]?: ReceiverTexts[name] | undefined } = {},
): Readonly<ReceiverTexts> {
  const texts: Record<string, string | null> = { ...defaultTexts };
  for (const [name, text] of Object.entries(given)) {
    if (text === undefined) continue;
    if (!isText(text) && !(text === null && nullable.includes(name))) throw unexpected(`texts.${name}`, 'a text', text);
    texts[name] = text;
  }
  return texts as unknown as ReceiverTexts;
}

/** Whether a person would read something. */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
