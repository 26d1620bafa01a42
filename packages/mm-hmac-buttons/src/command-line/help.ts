/** What `--help` prints. */
export const help = `mm-hmac-buttons: interactive messages for an OpenClaw gateway, from the command line

  mm-hmac-buttons sign   < context.json    signs a button's context, for integration.context
  mm-hmac-buttons verify < context.json    says whether a context, or a recorded click, is accepted, and if not, why
  mm-hmac-buttons post   < message.json    posts { "message": …, "buttons": [{ "label": …, "value": … }] }
  mm-hmac-buttons secret                   derives the secret that signs

The bot token comes from MATTERMOST_BOT_TOKEN, a file or standard input, never from an argument.

  --token-file FILE    reads the bot token from a file
  --token-stdin        reads the bot token from standard input; the JSON then comes from --in
  --in FILE            reads the JSON from a file instead of standard input
  --channel ID         sign: binds the context to a channel; post: where to post
  --type select        verify: the click came from a menu
  --original FILE      verify: the context as it was signed, to name the fields that differ
  --other-tokens FILE  verify: tokens of other bots, one a line, that may have been used by mistake
  --url URL            post: where Mattermost lives; or MATTERMOST_URL
  --callback-url URL   post: where the gateway receives clicks
  --max-props N        post: how many characters of props the server allows (8000)
  --help               prints this

Exit codes: 0 done, or accepted; 1 not accepted (verify); 2 wrong usage, or no token; 3 the JSON is wrong;
4 Mattermost refused; 5 Mattermost was not reached.`;
