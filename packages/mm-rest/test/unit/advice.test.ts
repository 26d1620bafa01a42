import { expect, it } from 'vitest';
import table from '../../../../tests/cases/connection-advice.json' with { type: 'json' };
import { adviseOnSystemCode, shortenTlsMessage } from '../../src/advice.ts';

it.each(table.cases)('A connection that fails with $code gets the advice: $advice', ({ code, advice }) => {
  expect(adviseOnSystemCode(code) ?? null).toBe(advice);
});

it('The reason is taken out of a message of OpenSSL, and other messages are left alone', () => {
  const raw =
    'write EPROTO 00EB4B7B:error:0A00010B:SSL routines:tls_validate_record_header:wrong version number:../ssl/record.c:83:\n';
  expect(shortenTlsMessage(raw)).toBe('TLS could not begin: wrong version number');
  expect(shortenTlsMessage('connect ECONNREFUSED 127.0.0.1:1')).toBe('connect ECONNREFUSED 127.0.0.1:1');
});
