/** An account on the server: of a person or of a bot. */
export interface Account {
  /** 26 characters. */
  readonly id: string;
  /** Without `@`. */
  readonly username: string;
  /** For the `Authorization: Bearer` header, over REST and for the socket. */
  readonly token: string;
}
