// Posts two signed buttons to Mattermost; an OpenClaw gateway with the same bot token accepts their clicks.
//
// Needs nothing but the standard library, and from the environment: MATTERMOST_URL, MATTERMOST_BOT_TOKEN,
// MATTERMOST_CHANNEL_ID and CALLBACK_URL, such as https://gateway.example.com/mattermost/interactions/default
package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"
)

func hmacHex(key, message []byte) string {
	mac := hmac.New(sha256.New, key)
	mac.Write(message)
	return hex.EncodeToString(mac.Sum(nil))
}

// sign adds the token to a context. Maps, not structs: encoding/json sorts the keys of maps at every level, and writes no
// spaces.
func sign(context map[string]any, botToken string) (map[string]any, error) {
	secret := hmacHex([]byte("openclaw-mattermost-interactions"), []byte(botToken))
	payload, err := json.Marshal(context)
	if err != nil {
		return nil, err
	}
	context["_token"] = hmacHex([]byte(secret), payload)
	return context, nil
}

func button(id, name, style, callbackURL, channelID, botToken string) (map[string]any, error) {
	// action_id repeats the id, which is letters and digits alone; the channel makes clicks from elsewhere fail.
	context, err := sign(map[string]any{"action_id": id, "__openclaw_channel_id": channelID}, botToken)
	if err != nil {
		return nil, err
	}
	return map[string]any{
		"id":          id,
		"type":        "button",
		"name":        name,
		"style":       style,
		"integration": map[string]any{"url": callbackURL, "context": context},
	}, nil
}

func run() error {
	var settings [4]string
	for i, name := range []string{"MATTERMOST_URL", "MATTERMOST_BOT_TOKEN", "MATTERMOST_CHANNEL_ID", "CALLBACK_URL"} {
		if settings[i] = os.Getenv(name); settings[i] == "" {
			return fmt.Errorf("set %s", name)
		}
	}
	url, botToken, channelID, callbackURL := settings[0], settings[1], settings[2], settings[3]
	approve, err := button("approve", "Approve", "primary", callbackURL, channelID, botToken)
	if err != nil {
		return err
	}
	deny, err := button("deny", "Deny ✗", "danger", callbackURL, channelID, botToken)
	if err != nil {
		return err
	}
	body, err := json.Marshal(map[string]any{
		"channel_id": channelID,
		"message":    "Deploy to production?",
		"props":      map[string]any{"attachments": []any{map[string]any{"actions": []any{approve, deny}}}},
	})
	if err != nil {
		return err
	}
	request, err := http.NewRequest(http.MethodPost, strings.TrimRight(url, "/")+"/api/v4/posts", bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+botToken)
	request.Header.Set("Content-Type", "application/json")
	response, err := (&http.Client{Timeout: 30 * time.Second}).Do(request)
	if err != nil {
		return fmt.Errorf("Mattermost was not reached: %w", err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusCreated {
		return fmt.Errorf("Mattermost answered %d", response.StatusCode)
	}
	var post struct {
		ID string `json:"id"`
	}
	if err := json.NewDecoder(response.Body).Decode(&post); err != nil {
		return err
	}
	fmt.Println(post.ID)
	return nil
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
