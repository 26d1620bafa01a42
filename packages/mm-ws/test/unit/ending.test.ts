import { expect, it } from 'vitest';
import { type Ending, isTokenInDoubt, positionToResume } from '../../src/ending.ts';
import {
  ClosedError,
  HttpError,
  NetworkError,
  NotSignedInError,
  ProtocolError,
  SignedOutError,
  UnresponsiveError,
} from '../../src/errors.ts';

const position = { nextSeq: 5, connectionId: 'a'.repeat(26) };
const http = (status: number): HttpError => new HttpError('', { status, retryAfterMs: undefined });
const endings = {
  'the server could not be reached': { stage: 'dialling', error: new NetworkError(''), position },
  'the server limited the rate': { stage: 'dialling', error: http(429), position },
  'a proxy answered 502': { stage: 'dialling', error: http(502), position },
  'the upgrade was answered with 400': { stage: 'dialling', error: http(400), position },
  'the upgrade was answered with 401': { stage: 'dialling', error: http(401), position },
  'the server dropped the connection before the sign-in': { stage: 'open', error: new NotSignedInError(''), position },
  'a working connection broke': { stage: 'signed-in', error: new ClosedError('', 1006), position },
  'a working connection went dead': { stage: 'signed-in', error: new UnresponsiveError(''), position },
  'a message was too large': { stage: 'signed-in', error: new ProtocolError(''), position },
  'the server signed us out': { stage: 'signed-in', error: new SignedOutError(''), position },
} satisfies Record<string, Ending>;
type Name = keyof typeof endings;

it.each<Name>([
  'the server could not be reached',
  'the server limited the rate',
  'a proxy answered 502',
  'a working connection broke',
  'a working connection went dead',
])('The stream is resumed after %s', name => {
  expect(positionToResume(endings[name])).toEqual(position);
});

it.each<Name>([
  'the upgrade was answered with 400',
  'the upgrade was answered with 401',
  'the server dropped the connection before the sign-in',
  'a message was too large',
  'the server signed us out',
])('A new stream is asked for after %s', name => {
  expect(positionToResume(endings[name])).toBeUndefined();
});

it('A stream without a connection id is never resumed', () => {
  const ending = endings['a working connection broke'];
  expect(positionToResume({ ...ending, position: { nextSeq: 5 } })).toBeUndefined();
  expect(positionToResume({ ...ending, position: undefined })).toBeUndefined();
});

it('The token is in doubt only where the server may have meant it', () => {
  const inDoubt = Object.entries(endings).filter(([, ending]) => isTokenInDoubt(ending));
  expect(inDoubt.map(([name]) => name)).toEqual([
    'the upgrade was answered with 401',
    'the server dropped the connection before the sign-in',
    'the server signed us out',
  ]);
});
