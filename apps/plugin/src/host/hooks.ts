import { getGlobalHookRunner } from 'openclaw/plugin-sdk/plugin-runtime';

/** Whether another plugin may change or stop what is sent, by a hook of OpenClaw: then no word may be shown before that. */
export function areAnswersChecked(): boolean {
  const hooks = getGlobalHookRunner();
  return hooks !== null && (hooks.hasHooks('message_sending') || hooks.hasHooks('reply_payload_sending'));
}
