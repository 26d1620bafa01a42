/** The text of `--help`. */
export const help = `mm-hmac-buttons: interactive messages for an OpenClaw gateway, from the command line

  mm-hmac-buttons sign   < context.json    signs a button's context, for integration.context
  mm-hmac-buttons verify < context.json    checks a context, or a recorded click, and prints why it is refused
  mm-hmac-buttons post   < message.json    posts { "message": …, "buttons": [{ "label": …, "value": … }] }
  mm-hmac-buttons secret                   prints the secret that signs

The bot token comes from MATTERMOST_BOT_TOKEN, a file or standard input, never from an argument.

  --token-file FILE    reads the bot token from a file
  --token-stdin        reads the bot token from standard input; the JSON then comes from --in
  --in FILE            reads the JSON from a file instead of standard input
  --channel ID         sign: binds the context to a channel; post: the channel of the post
  --type select        verify: the click came from a menu
  --original FILE      verify: the context as it was signed; then the fields that differ are named
  --other-tokens FILE  verify: tokens of other bots, one a line, that the script may have used by mistake
  --url URL            post: the address of Mattermost; or MATTERMOST_URL
  --callback-url URL   post: the address at which the gateway receives clicks
  --max-props N        post: how many characters of props the server allows (8000)
  --version            prints the version of the package
  --help               prints this

Exit codes: 0 done, or accepted; 1 not accepted (verify); 2 wrong usage, or no token; 3 the JSON is wrong;
4 Mattermost refused; 5 Mattermost could not be reached.`;
