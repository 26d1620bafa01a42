import { text } from 'node:stream/consumers';
import { openCallbackServer } from './callback-server.ts';

/** What the server sent about one slash command. */
export type CommandFields = Readonly<Record<string, string>>;

/** A receiver of slash commands, and what it received. */
export interface ReceivedCommands {
  readonly url: string;
  readonly calls: readonly CommandFields[];
}

/** Receives slash commands until the test ends, and replies to each. */
export async function receiveCommands(
  reply: (fields: CommandFields) => object | Promise<object>,
): Promise<ReceivedCommands> {
  const calls: CommandFields[] = [];
  const url = await openCallbackServer(async (request, response) => {
    const fields = Object.fromEntries(new URLSearchParams(await text(request)));
    calls.push(fields);
    const body = JSON.stringify(await reply(fields));
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  });
  return { url: `${url}/commands`, calls };
}
