import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { closeEventStream, openEventStream, sendChunk, sendToolCall } from './sse.ts';
import { type ChatMessage, lastUserText } from './user-text.ts';

/** One request of the gateway to the model. */
export interface ModelCall {
  /** What the person wrote, without the context that OpenClaw puts around it. */
  readonly text: string;
  /** Everything that OpenClaw sent, oldest first. */
  readonly messages: readonly ChatMessage[];
}

/** A tool that the stand-in wants called. OpenClaw calls it and asks the model again, with what came of it. */
export interface ToolCall {
  /** The tool's name, or `tool_call` for one that OpenClaw keeps out of the list: then `args` has its `id` and `args`. */
  readonly tool: string;
  readonly args: object;
  /** What it says before it calls the tool. @default nothing */
  readonly saying?: string;
}

/**
 * What the stand-in is to answer: words, words that come piece by piece, a call of a tool, or an HTTP status with which to
 * refuse. When the pieces end with an error, the connection breaks.
 */
export type ModelAnswer = string | AsyncIterable<string> | ToolCall | { readonly status: number };

/** How the stand-in behaves. */
export interface StandInOptions {
  /** Decides the answer. @default repeats what the person said */
  answer?: (call: ModelCall) => ModelAnswer | Promise<ModelAnswer>;
  /** Pause between two words of an answer, so that streaming can be watched. @default 0 */
  wordDelayMs?: number;
}

/** An OpenAI-compatible model that needs no account, no key and no network. */
export interface StandIn {
  /** What goes into a provider's `baseUrl`. */
  readonly baseUrl: string;
  /** Every request so far, oldest first. */
  readonly calls: readonly ModelCall[];
  stop(): Promise<void>;
}

/** The name of the model that the stand-in offers. */
export const standInModel = 'stand-in';

/** Starts a model on loopback that answers deterministically and streams. */
export async function startStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const answer = options.answer ?? (({ text }) => `You said: ${text}`);
  const wordDelayMs = options.wordDelayMs ?? 0;
  const calls: ModelCall[] = [];

  async function complete(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { messages } = JSON.parse(await readBody(request)) as { messages: ChatMessage[] };
    const call = { text: lastUserText(messages), messages };
    calls.push(call);
    const decided = await answer(call);
    if (typeof decided === 'object' && 'status' in decided) {
      response.writeHead(decided.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { message: 'The stand-in was told to refuse this.' } }));
      return;
    }
    openEventStream(response);
    sendChunk(response, standInModel, { role: 'assistant', content: '' }, null);
    if (typeof decided === 'object' && Symbol.asyncIterator in decided) {
      try {
        for await (const piece of decided) sendChunk(response, standInModel, { content: piece }, null);
      } catch {
        response.destroy();
        return;
      }
      sendChunk(response, standInModel, {}, 'stop');
      return closeEventStream(response);
    }
    if (typeof decided === 'object') {
      if (decided.saying) sendChunk(response, standInModel, { content: decided.saying }, null);
      sendToolCall(response, standInModel, `call_${calls.length}`, decided);
      return closeEventStream(response);
    }
    for (const word of decided.split(/(?<=\s)/)) {
      if (response.destroyed) return;
      sendChunk(response, standInModel, { content: word }, null);
      if (wordDelayMs > 0) await sleep(wordDelayMs);
    }
    sendChunk(response, standInModel, {}, 'stop');
    closeEventStream(response);
  }

  const server = createServer((request, response) => {
    if (request.url === '/v1/models') {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ object: 'list', data: [{ id: standInModel, object: 'model' }] }));
      return;
    }
    complete(request, response).catch(error => {
      if (!response.headersSent) response.writeHead(400);
      response.end(String(error));
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    calls,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
