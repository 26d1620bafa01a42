/**
 * Returns the one value that all copies of a module share. OpenClaw loads a plugin's modules several times into one
 * process, and what one copy starts must be found by the others.
 *
 * @param name the same in every copy, and used for no other value
 */
export function processShared<T>(name: string, create: () => T): T {
  const key = Symbol.for(`@clawmost/openclaw-mattermost/${name}`);
  const holder = globalThis as { [key]?: T };
  holder[key] ??= create();
  return holder[key];
}
