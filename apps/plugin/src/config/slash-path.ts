/** Reads `commands.callbackPath`: the official plugin adds a slash in front where there is none, so people leave it out. */
export function slashPathOf(callbackPath: string): string {
  const path = callbackPath.trim();
  return path.startsWith('/') ? path : `/${path}`;
}
