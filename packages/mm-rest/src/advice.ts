const trustAdvice = 'point NODE_EXTRA_CA_CERTS to the certificate of the authority that signed it';
const plainAdvice = 'does the server speak http:// at this port, and not https://?';

/** What to do about Mattermost's own errors, by their id; the ids of old and new servers differ. */
const byId: Readonly<Record<string, string>> = {
  'api.context.404.app_error':
    'no such route, or an id in it has impossible characters: is baseUrl right and the server recent enough?',
  'api.context.invalid_url_param.app_error': 'an id in the path is not 26 characters long: was a name given instead?',
  'api.post.create_post.root_id.app_error':
    'root_id must be the first post of a thread: neither a reply nor deleted nor unknown',
  'api.post.create_post.can_not_post_to_deleted.error': 'the channel is archived',
  'api.post.deduplicate_create_post.pending':
    'an earlier attempt with this pending_post_id is still under way: retry in a moment',
  'api.post.deduplicate_create_post.failed_to_get':
    'an earlier attempt with this pending_post_id wrote the post, and it has been deleted since',
  'model.post.is_valid.msg.app_error': 'longer than the MaxPostSize of system.clientConfig(): split it',
  'model.post.is_valid.message_length.app_error': 'longer than the MaxPostSize of system.clientConfig(): split it',
  'model.post.is_valid.props.app_error': 'props take too much room: old servers accept 8,000 characters of JSON',
};

const byStatus: Readonly<Record<number, string>> = {
  401: 'the token was refused: it is wrong, expired or revoked, or the account is disabled',
  403: 'the account lacks a permission or is not a member; unknown channels and posts are answered like this as well',
  404: 'it does not exist or was deleted',
  411: 'a proxy in front of the server needs to know the length: upload from memory instead of a stream',
  413: 'the request is too large for the server, or for a proxy in front of it',
  429: 'too many calls: wait before the next one',
  501: 'the feature is switched off on this server',
  502: 'a proxy in front of Mattermost could not reach it',
  503: 'the server is overloaded or being restarted',
  504: 'a proxy in front of Mattermost waited too long for it',
};

// `@clawmost/mm-ws` gives the same advice, because the libraries do not depend on each other. One table of cases,
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

/** The question to ask whenever an answer did not come from Mattermost's API. */
export const notMattermost = 'is baseUrl right, or is a proxy in between?';

/** Statuses that a wrong address or a sign-in page in front of the server can cause as well as Mattermost itself. */
const ambiguous: readonly number[] = [400, 401, 403, 404, 405];

/** What to do about an error status, where we know; an HTML page did not come from Mattermost's API. */
export function adviseOnStatus(status: number, id: string | undefined, html: boolean): string | undefined {
  if (html && ambiguous.includes(status)) return notMattermost;
  return (id === undefined ? undefined : byId[id]) ?? byStatus[status];
}

/** What to do about a failed connection, where we know. */
export function adviseOnSystemCode(code: string | undefined): string | undefined {
  return code === undefined ? undefined : bySystemCode[code];
}

/** OpenSSL's message is a line of addresses and source files, with the reason near its end. */
export function shortenTlsMessage(message: string): string {
  const reason = /:SSL routines:[^:]*:([^:]+)/.exec(message)?.[1];
  return reason === undefined ? message : `TLS could not begin: ${reason}`;
}
