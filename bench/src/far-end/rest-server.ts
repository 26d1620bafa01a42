// Answers three calls as Mattermost does and as fast as Node can, so that only the cost of the clients is measured.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { postJson, userJson } from './bodies.ts';
import { answer } from './far-end.ts';

const uploadedJson = '{"file_infos":[{"id":"ncq4psdqubf8jxy4fyrb5g3nne","name":"big.bin"}],"client_ids":[]}';
const headers = { 'content-type': 'application/json', 'x-request-id': 'ncq4psdqubf8jxy4fyrb5g3nne' };
const server = createServer((request, response) => {
  if (request.method === 'GET') return void response.writeHead(200, headers).end(userJson);
  const body = request.url?.endsWith('/files') ? uploadedJson : postJson;
  request.resume().on('end', () => response.writeHead(201, headers).end(body));
});
await once(server.listen(0, '127.0.0.1'), 'listening');
answer(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, {});
