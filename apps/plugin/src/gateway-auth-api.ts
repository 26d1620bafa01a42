// OpenClaw loads this module by its name from the plugin's root. Without it, every path below /api/channels/ needs the
// gateway's own credentials, which a Mattermost server does not have.
export { resolveGatewayAuthBypassPaths } from './callbacks/paths.ts';
