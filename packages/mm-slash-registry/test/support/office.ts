import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRestClient, type RestClient } from '@clawmost/mm-rest';
import {
  type Bot,
  type Channel,
  type Mattermost,
  type MattermostOptions,
  type Person,
  startMattermost,
  type Team,
} from '@clawmost/mm-testserver';
import { onTestFinished } from 'vitest';
import {
  type CommandEvent,
  type CommandReply,
  createCommandReceiver,
  createSlashRegistry,
  type DesiredCommand,
  type ReceiverOptions,
  type SlashRegistry,
  type SlashRegistryOptions,
  toNodeListener,
} from '../../src/index.ts';

/** What a test changes. */
export interface OfficeOptions extends MattermostOptions {
  readonly commands?: readonly DesiredCommand[];
  readonly registry?: Partial<SlashRegistryOptions>;
  readonly receiver?: Partial<ReceiverOptions>;
  /** The answer to every command. @default ephemeral `Processing...` */
  readonly reply?: (event: CommandEvent) => CommandReply | undefined | Promise<CommandReply | undefined>;
}

/** A server with two teams, a person, and a bot that is an administrator of both and receives commands. */
export interface Office {
  readonly mattermost: Mattermost;
  readonly acme: Team;
  readonly beta: Team;
  readonly alice: Person;
  readonly claw: Bot;
  readonly ops: Channel;
  readonly lab: Channel;
  readonly rest: RestClient;
  readonly registry: SlashRegistry;
  /** Where the server calls. */
  readonly url: string;
  readonly server: Server;
  /** The events that the handler got. */
  readonly events: CommandEvent[];
  /** The calls of the bot about commands, such as `POST /commands`. */
  calls(): string[];
  /** Makes another registry for the same bot and address, as a new process would. */
  another(options?: Partial<SlashRegistryOptions>): SlashRegistry;
}

export const someCommands: readonly DesiredCommand[] = [
  { trigger: 'oc_status', description: 'Shows the status', hint: '' },
  { trigger: 'oc_think', description: 'Sets the level', hint: '[off|low|high]' },
];

/** Starts it all; it ends with the test. Nothing is registered yet. */
export async function openOffice(options: OfficeOptions = {}): Promise<Office> {
  const { commands = someCommands, registry: registryOptions, receiver, reply, ...server } = options;
  const mattermost = await startMattermost(server);
  onTestFinished(() => mattermost.stop());
  const [acme, beta] = [mattermost.addTeam('acme'), mattermost.addTeam('beta')];
  const [alice, claw] = [acme.addPerson('alice'), acme.addBot('claw', { teamAdmin: true })];
  beta.add(alice);
  beta.add(claw, { teamAdmin: true });
  const ops = acme.addChannel('ops', { members: [alice, claw] });
  const lab = beta.addChannel('lab', { members: [alice, claw] });
  const rest = createRestClient({ baseUrl: mattermost.url, token: claw.token, maxAttempts: 1 });
  const events: CommandEvent[] = [];
  const registries: SlashRegistry[] = [];
  const receive = createCommandReceiver({
    registries: () => registries,
    onCommand: async event => {
      events.push(event);
      return reply ? reply(event) : { text: 'Processing...' };
    },
    ...receiver,
  });
  const http = createServer(toNodeListener(receive));
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    http.closeAllConnections();
    http.close();
  });
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/commands`;
  const another = (more: Partial<SlashRegistryOptions> = {}): SlashRegistry =>
    createSlashRegistry({ api: rest.commands, userId: claw.id, url, commands, ...more });
  const registry = another(registryOptions);
  registries.push(registry);
  return {
    ...{ mattermost, acme, beta, alice, claw, ops, lab, rest, registry, url, server: http, events, another },
    calls: () =>
      mattermost.requests
        .filter(({ username, path }) => username === claw.username && path.includes('/commands'))
        .map(
          ({ method, path }) =>
            `${method} ${
              path
                .replace('/api/v4', '')
                .replace(/\/[a-z0-9]{26}/, '/:id')
                .split('?', 1)[0]
            }`,
        ),
  };
}
