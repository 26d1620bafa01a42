// OpenClaw loads this module by its name from the plugin's root, for `openclaw doctor` and `config validate`.

// Migrating older configurations
export { legacyConfigRules, normalizeCompatibilityConfig } from './admin/doctor/migrate.ts';

/** The migrations of stored data: there are none. OpenClaw compares the list with the one in the manifest. */
export const stateMigrations: readonly never[] = [];
