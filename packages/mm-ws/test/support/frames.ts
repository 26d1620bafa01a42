/** An event as Mattermost writes it: its fields in this order, and with these blanks. */
export function eventFrame(event: string, data: unknown, seq: number): string {
  const broadcast = JSON.stringify({ omit_users: null, user_id: '', channel_id: '', team_id: '' });
  return `{"event": ${JSON.stringify(event)}, "data": ${JSON.stringify(data)}, "broadcast": ${broadcast}, "seq": ${seq}}\n`;
}

/** The frame with which a stream begins. */
export function helloFrame(connectionId: string, seq = 0): string {
  return eventFrame('hello', { connection_id: connectionId, server_version: '6.7.0.dev.hash.false' }, seq);
}
