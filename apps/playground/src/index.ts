// Running OpenClaw
export { type CommandResult, runOpenClaw } from './openclaw/cli.ts';
export { gatewayConfig, type ModelEndpoint } from './openclaw/config.ts';
export { freePort, type Gateway, startGateway } from './openclaw/gateway.ts';
export { createHome, type Home, type OpenClawConfig } from './openclaw/home.ts';
export { configureMattermost, installPlugin, linkPlugin } from './openclaw/install.ts';
export { startChannel } from './openclaw/start-channel.ts';
export { pluginFolder } from './plugin-folder.ts';

// A model without an account
export {
  type ModelAnswer,
  type ModelCall,
  type StandIn,
  startStandIn,
  standInModel,
  type ToolCall,
} from './model/stand-in.ts';
export { isInternalContext } from './model/user-text.ts';

// Writing as a person
export { type Person, type Place, signIn } from './demo/person.ts';
