import { AppError, invalidBodyParam } from '../errors.ts';
import { clientConfig, limitedClientConfig } from '../world/config.ts';
import type { Answer, Call } from './call.ts';
import type { Route } from './router.ts';

/** The routes that need no session. */
export const systemRoutes: readonly Route[] = [
  { method: 'GET', path: '/system/ping', session: false, handle: ping },
  { method: 'GET', path: '/config/client', session: false, handle: config },
  { method: 'GET', path: '/license/client', session: false, handle: license },
  { method: 'GET', path: '/websocket/?', session: false, handle: refuseUpgrade },
];

function ping({ world }: Call): Answer {
  const body = {
    ...(world.traits.searchBackendInPing && { ActiveSearchBackend: 'database' }),
    AndroidLatestVersion: '',
    AndroidMinVersion: '',
    ...(world.traits.desktopVersionsInPing && { DesktopLatestVersion: '', DesktopMinVersion: '' }),
    IosLatestVersion: '',
    IosMinVersion: '',
    status: 'OK',
  };
  return { body };
}

function config({ world, userId, query }: Call): Answer {
  const format = query.get('format') ?? '';
  if (format === '' && world.traits.configNeedsFormat) {
    throw new AppError(
      501,
      'api.config.client.old_format.app_error',
      'The only format of the client configuration is old.',
    );
  }
  if (format !== 'old' && format !== '') throw invalidBodyParam('format');
  const { config, traits, siteUrl } = world;
  return { body: userId ? clientConfig(config, traits, siteUrl) : limitedClientConfig(config, traits) };
}

/** The server has no licence. */
function license({ query }: Call): Answer {
  const format = query.get('format') ?? '';
  if (format === '') {
    throw new AppError(400, 'api.license.client.old_format.app_error', 'The only format of the licence is old.');
  }
  if (format !== 'old') throw invalidBodyParam('format');
  return { body: { IsLicensed: 'false' } };
}

/** A request to `/websocket` that is not an upgrade. */
function refuseUpgrade(): Answer {
  throw new AppError(400, 'api.web_socket.connect.upgrade.app_error', 'The request does not ask for a WebSocket.');
}
