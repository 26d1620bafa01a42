const trustAdvice = 'point NODE_EXTRA_CA_CERTS to the certificate of the authority that signed it';
const plainAdvice = 'does the server speak http:// at this port, and not https://?';

// `@clawmost/mm-rest` gives the same advice, because the libraries do not depend on each other. One table of cases,
// tests/cases/connection-advice.json, holds both to it.
const bySystemCode: Readonly<Record<string, string>> = {
  ENOTFOUND: 'is the host in baseUrl right?',
  EAI_AGAIN: 'the name server could not be asked: does this machine have a network?',
  ECONNREFUSED: 'is the server running, and is the port in baseUrl right?',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'point NODE_EXTRA_CA_CERTS to the certificate of the server',
  SELF_SIGNED_CERT_IN_CHAIN: trustAdvice,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: trustAdvice,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: trustAdvice,
  CERT_HAS_EXPIRED: 'the certificate of the server has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another host: is the host in baseUrl right?',
  EPROTO: plainAdvice,
  ERR_SSL_WRONG_VERSION_NUMBER: plainAdvice,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: plainAdvice,
};

/** What to do about a failed connection, where we know. */
export function adviseOnSystemCode(code: string | undefined): string | undefined {
  return code === undefined ? undefined : bySystemCode[code];
}

/** OpenSSL's message is a line of addresses and source files, with the reason near its end. */
export function shortenTlsMessage(message: string): string {
  const reason = /:SSL routines:[^:]*:([^:]+)/.exec(message)?.[1];
  return reason === undefined ? message : `TLS could not begin: ${reason}`;
}
