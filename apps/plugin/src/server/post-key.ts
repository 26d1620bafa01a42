/** Whether a key of the ledger is the id of a post. Clicks, slash commands and reactions have none. */
export function isPostKey(key: string): boolean {
  return /^[a-z0-9]{26}$/.test(key);
}
