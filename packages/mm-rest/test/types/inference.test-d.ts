import * as v from 'valibot';
import { expectTypeOf } from 'vitest';
import {
  type CallOptions,
  type FileInfo,
  HttpError,
  type NotSentReason,
  type Post,
  path,
  postSchema,
  type RestClient,
  type RestError,
  type RestErrorCode,
  type Schema,
  type User,
} from '../../src/index.ts';

// Compiled by the type check, never run.

declare const rest: RestClient;
declare const ownSchema: Schema<{ a: number }>;
declare const error: unknown;

// A request resolves to the type of its schema, whatever library the schema is from.
const posts = rest.request({ method: 'GET', path: '/x', schema: v.array(postSchema) });
expectTypeOf(posts).resolves.toEqualTypeOf<Post[]>();
const own = rest.request({ method: 'GET', path: path`/x`, schema: ownSchema });
expectTypeOf(own).resolves.toEqualTypeOf<{ a: number }>();

// Typed fields have their own types, and others a type that has to be checked.
expectTypeOf<User['username']>().toEqualTypeOf<string>();
expectTypeOf<Post['file_ids']>().toEqualTypeOf<string[]>();
expectTypeOf<Post['metadata']['files']>().toEqualTypeOf<FileInfo[]>();
expectTypeOf<FileInfo['width']>().toEqualTypeOf<number>();
expectTypeOf<Post['anything_else']>().toEqualTypeOf<unknown>();

// Errors differ by code as well as by class.
expectTypeOf<RestError['code']>().toEqualTypeOf<RestErrorCode>();
expectTypeOf<HttpError>().toExtend<RestError>();
expectTypeOf<NotSentReason>().toEqualTypeOf<'superseded' | 'queue-full' | 'too-late'>();
if (error instanceof HttpError) expectTypeOf(error.status).toEqualTypeOf<number>();

// Options may be passed on as they are, undefined included.
expectTypeOf<{ signal: AbortSignal | undefined }>().toExtend<CallOptions>();
expectTypeOf<RestClient['posts']['allAfter']>().returns.toEqualTypeOf<AsyncIterable<Post>>();
expectTypeOf<RestClient['channels']['mine']>()
  .parameter(1)
  .toEqualTypeOf<{ include_deleted?: boolean | undefined } | undefined>();
