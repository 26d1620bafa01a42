#!/usr/bin/env python3
"""Posts two signed buttons to Mattermost; an OpenClaw gateway with the same bot token accepts their clicks.

Needs nothing but the standard library, and from the environment:
MATTERMOST_URL, MATTERMOST_BOT_TOKEN, MATTERMOST_CHANNEL_ID and CALLBACK_URL, such as
https://gateway.example.com/mattermost/interactions/default
"""

import hashlib
import hmac
import json
import os
import sys
import urllib.error
import urllib.request


def hmac_hex(key, message):
    return hmac.new(key.encode(), message.encode(), hashlib.sha256).hexdigest()


def sign(context, bot_token):
    secret = hmac_hex("openclaw-mattermost-interactions", bot_token)
    # Sorted and without spaces: Mattermost changes the order of keys, and spaces would be signed too.
    payload = json.dumps(context, sort_keys=True, separators=(",", ":"))
    return {**context, "_token": hmac_hex(secret, payload)}


def button(action_id, name, style, callback_url, channel_id, bot_token):
    # action_id repeats the id, which is letters and digits alone; the channel makes clicks from elsewhere fail.
    context = {"action_id": action_id, "__openclaw_channel_id": channel_id}
    return {
        "id": action_id,
        "type": "button",
        "name": name,
        "style": style,
        "integration": {"url": callback_url, "context": sign(context, bot_token)},
    }


def main():
    try:
        names = ("MATTERMOST_URL", "MATTERMOST_BOT_TOKEN", "MATTERMOST_CHANNEL_ID", "CALLBACK_URL")
        url, bot_token, channel_id, callback_url = (os.environ[name] for name in names)
    except KeyError as missing:
        sys.exit(f"set {missing.args[0]}")
    actions = [
        button("approve", "Approve", "primary", callback_url, channel_id, bot_token),
        button("deny", "Deny ✗", "danger", callback_url, channel_id, bot_token),
    ]
    post = {
        "channel_id": channel_id,
        "message": "Deploy to production?",
        "props": {"attachments": [{"actions": actions}]},
    }
    request = urllib.request.Request(
        url.rstrip("/") + "/api/v4/posts",
        data=json.dumps(post).encode(),
        headers={"Authorization": f"Bearer {bot_token}", "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            print(json.load(response)["id"])
    except urllib.error.HTTPError as error:
        sys.exit(f"Mattermost answered {error.code}")
    except urllib.error.URLError as error:
        sys.exit(f"Mattermost was not reached: {error.reason}")


if __name__ == "__main__":
    main()
