/** What tests replace. */
export interface TestSeams {
  /** Milliseconds since 1970. @default Date.now */
  now?: (() => number) | undefined;
}
