import type { ServerResponse } from 'node:http';

/** Starts an answer in the event-stream form that OpenAI-compatible clients read. */
export function openEventStream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
}

/** Sends one chunk of a chat completion. */
export function sendChunk(response: ServerResponse, model: string, delta: object, finishReason: string | null): void {
  const chunk = {
    id: 'chatcmpl-stand-in',
    object: 'chat.completion.chunk',
    created: 0,
    model,
    choices: [{ index: 0, delta, finish_reason: finishReason }],
  };
  response.write(`data: ${JSON.stringify(chunk)}\n\n`);
}

/** Asks for the call of one tool, and ends the completion with it. */
export function sendToolCall(
  response: ServerResponse,
  model: string,
  id: string,
  { tool, args }: { readonly tool: string; readonly args: object },
): void {
  const call = { index: 0, id, type: 'function', function: { name: tool, arguments: JSON.stringify(args) } };
  sendChunk(response, model, { tool_calls: [call] }, null);
  sendChunk(response, model, {}, 'tool_calls');
}

/** Ends the stream the way the protocol wants it. */
export function closeEventStream(response: ServerResponse): void {
  response.end('data: [DONE]\n\n');
}
