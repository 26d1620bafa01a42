// The host looks for this module by name at the plugin's root, and loads it for `openclaw doctor` and `config validate`.

// Bringing older configurations into today's form
export { legacyConfigRules, normalizeCompatibilityConfig } from './admin/doctor/migrate.ts';
