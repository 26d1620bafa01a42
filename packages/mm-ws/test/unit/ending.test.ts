import { describe, expect, it } from 'vitest';
import { doubtsToken, type Ending, resumeAfter } from '../../src/ending.ts';
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
  unreachable: { stage: 'dialling', error: new NetworkError(''), position },
  'rate limited': { stage: 'dialling', error: http(429), position },
  'bad gateway': { stage: 'dialling', error: http(502), position },
  'bad request': { stage: 'dialling', error: http(400), position },
  unauthorized: { stage: 'dialling', error: http(401), position },
  'dropped unsigned': { stage: 'open', error: new NotSignedInError(''), position },
  broken: { stage: 'signed-in', error: new ClosedError('', 1006), position },
  dead: { stage: 'signed-in', error: new UnresponsiveError(''), position },
  'too large': { stage: 'signed-in', error: new ProtocolError(''), position },
  'signed out': { stage: 'signed-in', error: new SignedOutError(''), position },
} satisfies Record<string, Ending>;
type Name = keyof typeof endings;

describe('resumeAfter', () => {
  it.each<Name>(['unreachable', 'rate limited', 'bad gateway', 'broken', 'dead'])('goes on after: %s', name => {
    expect(resumeAfter(endings[name])).toEqual(position);
  });

  it.each<Name>(['bad request', 'unauthorized', 'dropped unsigned', 'too large', 'signed out'])(
    'begins anew after: %s',
    name => {
      expect(resumeAfter(endings[name])).toBeUndefined();
    },
  );

  it('begins anew when the stream must not be resumed', () => {
    expect(resumeAfter({ ...endings.broken, position: { nextSeq: 5 } })).toBeUndefined();
    expect(resumeAfter({ ...endings.broken, position: undefined })).toBeUndefined();
  });
});

it('doubts the token only where the server may have meant it', () => {
  const doubted = Object.entries(endings).filter(([, ending]) => doubtsToken(ending));
  expect(doubted.map(([name]) => name)).toEqual(['unauthorized', 'dropped unsigned', 'signed out']);
});
