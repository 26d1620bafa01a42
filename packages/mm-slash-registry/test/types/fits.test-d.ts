import type { RestClient } from '@clawmost/mm-rest';
import { expectTypeOf } from 'vitest';
import { type CommandsApi, createCommandReceiver, createSlashRegistry } from '../../src/index.ts';

// Compiled by the type check, never run.

declare const rest: RestClient;

expectTypeOf<RestClient['commands'] extends CommandsApi ? true : false>().toEqualTypeOf<true>();

const registry = createSlashRegistry({
  api: rest.commands,
  userId: 'u',
  url: 'https://bot.example.com/c',
  commands: [],
});
createCommandReceiver({
  registries: [registry],
  onCommand: async event => {
    // A server that does not say where the command was typed sends none.
    expectTypeOf(event.rootId).toEqualTypeOf<string | undefined>();
    return { text: event.text };
  },
});
// @ts-expect-error an answer for nobody is `undefined`
createCommandReceiver({ registries: [registry], onCommand: async () => ({ text: 7 }) });
