import * as v from 'valibot';
import { expectTypeOf, it } from 'vitest';
import {
  type CallOptions,
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

type Answer<T extends (...args: never[]) => Promise<unknown>> = Awaited<ReturnType<T>>;

it('gives what the schema of a request makes, whatever library it is from', () => {
  const request = (rest: RestClient) => rest.request({ method: 'GET', path: '/x', schema: v.array(postSchema) });
  expectTypeOf<Answer<typeof request>>().toEqualTypeOf<Post[]>();
  const own = (rest: RestClient, schema: Schema<{ a: number }>) =>
    rest.request({ method: 'GET', path: path`/x`, schema });
  expectTypeOf<Answer<typeof own>>().toEqualTypeOf<{ a: number }>();
});

it('gives named fields their own types, and others none that could be trusted', () => {
  expectTypeOf<User['username']>().toEqualTypeOf<string>();
  expectTypeOf<Post['file_ids']>().toEqualTypeOf<string[]>();
  expectTypeOf<Post['anything_else']>().toEqualTypeOf<unknown>();
});

it('tells errors apart by code as well as by class', () => {
  expectTypeOf<RestError['code']>().toEqualTypeOf<RestErrorCode>();
  expectTypeOf<HttpError>().toExtend<RestError>();
  expectTypeOf<NotSentReason>().toEqualTypeOf<'superseded' | 'queue-full' | 'too-late'>();
  const status = (error: unknown) => (error instanceof HttpError ? error.status : undefined);
  expectTypeOf(status).returns.toEqualTypeOf<number | undefined>();
});

it('takes options that may be undefined, as they are where they are passed on', () => {
  expectTypeOf<{ signal: AbortSignal | undefined }>().toExtend<CallOptions>();
  expectTypeOf<RestClient['posts']['allAfter']>().returns.toEqualTypeOf<AsyncIterable<Post>>();
  expectTypeOf<RestClient['channels']['mine']>()
    .parameter(1)
    .toEqualTypeOf<{ include_deleted?: boolean | undefined } | undefined>();
});
