import type { RestClient } from '@clawmost/mm-rest';
import type { MattermostSocket } from '@clawmost/mm-ws';
import { expectTypeOf } from 'vitest';
import { createTargets, parseTarget, type ResolvedTarget, type Target, type TargetsRest } from '../../src/index.ts';

// Compiled by the type check, never run.

declare const rest: RestClient;
declare const socket: MattermostSocket;

expectTypeOf<typeof rest extends TargetsRest ? true : false>().toEqualTypeOf<true>();

const targets = createTargets({ rest, servers: ['https://chat.example.com'] });
socket.on('event', targets.noteEvent);
expectTypeOf(targets.resolve('#ops')).resolves.toEqualTypeOf<ResolvedTarget>();
expectTypeOf(parseTarget('#ops')).toEqualTypeOf<Target>();

const target = parseTarget('#ops');
if (target.kind === 'channel-name') expectTypeOf(target.name).toEqualTypeOf<string>();
// @ts-expect-error the servers decide which permalinks are refused
createTargets({ rest });
