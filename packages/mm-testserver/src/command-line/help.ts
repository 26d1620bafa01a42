/** What `--help` prints. */
export const help = `Starts a Mattermost server for the tests of bots in any language, with people, a bot and their tokens.

  npx @clawmost/mm-testserver [options]

  --port <number>             the port on 127.0.0.1; 0 means any free one (default 8065)
  --server-version <version>  5.37, 6.7, 9.11, 10.11 or 11.1 (default 11.1)
  --json                      prints one line of JSON
  -h, --help                  prints this

It serves until it gets SIGINT (Ctrl+C) or SIGTERM, and keeps nothing. It prints once it is ready.
`;
