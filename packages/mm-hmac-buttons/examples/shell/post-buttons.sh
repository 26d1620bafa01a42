#!/usr/bin/env bash
# Posts two signed buttons to Mattermost; an OpenClaw gateway with the same bot token accepts their clicks.
#
# Needs bash, openssl, jq and curl, and from the environment: MATTERMOST_URL, MATTERMOST_BOT_TOKEN,
# MATTERMOST_CHANNEL_ID and CALLBACK_URL, such as https://gateway.example.com/mattermost/interactions/default
set -euo pipefail
: "${MATTERMOST_URL:?}" "${MATTERMOST_BOT_TOKEN:?}" "${MATTERMOST_CHANNEL_ID:?}" "${CALLBACK_URL:?}"

# The key of this HMAC is public. The secret is 64 characters long, which is what the next function relies on.
secret=$(printf %s "$MATTERMOST_BOT_TOKEN" | openssl dgst -sha256 -hmac openclaw-mattermost-interactions | sed 's/.*= *//')

# HMAC-SHA256 with the secret. openssl takes a key only as an argument, where every user of the machine can read it, so
# this is RFC 2104 by hand: the key is as long as a block, and only has to be mixed with 0x36 and with 0x5c.
masked_secret() {
  local i code
  for ((i = 0; i < 64; i++)); do
    printf -v code %d "'${secret:i:1}"
    printf -v code '\\x%02x' $((code ^ $1))
    printf %b "$code"
  done
}
hmac() {
  { masked_secret 0x5c; { masked_secret 0x36; cat; } | openssl dgst -sha256 -binary; } |
    openssl dgst -sha256 | sed 's/.*= *//'
}

# A button. action_id repeats the id, which is letters and digits alone; the channel makes clicks from elsewhere fail.
button() {
  local context token
  # -S sorts the keys at every level, -c writes no spaces, -j no newline at the end: all three would be signed too.
  context=$(jq -ncSj --arg id "$1" --arg channel "$MATTERMOST_CHANNEL_ID" \
    '{action_id: $id, __openclaw_channel_id: $channel}')
  token=$(printf %s "$context" | hmac)
  jq -n --arg id "$1" --arg name "$2" --arg style "$3" --arg url "$CALLBACK_URL" --arg token "$token" \
    --argjson context "$context" \
    '{$id, type: "button", $name, $style, integration: {$url, context: ($context + {_token: $token})}}'
}

approve=$(button approve Approve primary)
deny=$(button deny 'Deny ✗' danger)

# curl reads the header from a file that only it can see: arguments are for everybody's eyes.
jq -n --arg channel "$MATTERMOST_CHANNEL_ID" --argjson approve "$approve" --argjson deny "$deny" \
  '{channel_id: $channel, message: "Deploy to production?", props: {attachments: [{actions: [$approve, $deny]}]}}' |
  curl --silent --show-error --fail --max-time 30 \
    --header @<(printf 'Authorization: Bearer %s' "$MATTERMOST_BOT_TOKEN") \
    --header 'Content-Type: application/json' --data-binary @- "${MATTERMOST_URL%/}/api/v4/posts" |
  jq -r .id
