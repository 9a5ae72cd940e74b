// The workflow through the TypeScript SDK's own client, over one of the HTTP transports.
// The address, the kind of transport and the token come by the environment: CLIENT_URL, CLIENT_TRANSPORT (http or sse)
// and CLIENT_TOKEN. Prints one line of JSON; exits 1 at the first answer that is not as it should be.
// Messages are fixed sentences: nothing here prints a value or a token.
import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

const TOOLS = ['set_secret', 'get_secret', 'list_secrets', 'rotate_secret', 'request_key', 'write_env', 'check_env'];
const { CLIENT_URL, CLIENT_TRANSPORT, CLIENT_TOKEN } = process.env;
const KEY_PATH = `project/typescript_client/${CLIENT_TRANSPORT}_key`;
// By its path: the package does not export its package.json.
const { version } = createRequire(import.meta.url)('./node_modules/@modelcontextprotocol/sdk/package.json');

function check(condition, sentence) {
  if (!condition) throw new Error(sentence);
}

async function connected(headers) {
  const Transport = CLIENT_TRANSPORT === 'sse' ? SSEClientTransport : StreamableHTTPClientTransport;
  const transport = new Transport(new URL(CLIENT_URL), { requestInit: { headers } });
  const client = new Client({ name: 'workflow-http', version: '1.0.0' });
  await client.connect(transport);
  return { client, transport };
}

async function result(client, name, args) {
  const reply = await client.callTool({ name, arguments: args });
  check(!reply.isError, `${name} was refused with ${reply._meta?.['holdfast/error']?.code}`);
  return reply.structuredContent;
}

async function storeAndRead(client) {
  const value = randomBytes(24).toString('base64');
  const stored = await result(client, 'set_secret', {
    keyPath: KEY_PATH, value, description: 'Signs the payments of the TypeScript client',
  });
  check(stored.version === 1, 'set_secret did not make version 1');
  const read = await result(client, 'get_secret', { keyPath: KEY_PATH });
  check(read.value === value, 'get_secret gave another value than was stored');
}

async function missing(client) {
  const args = { keyPath: 'project/typescript_client/missing' };
  const reply = await client.callTool({ name: 'get_secret', arguments: args });
  check(reply.isError === true && reply.content[0].text.startsWith('NOT_FOUND'), 'a missing path is not NOT_FOUND');
}

/** The status that a client without a token is turned away with. */
async function withoutToken() {
  try {
    await connected({});
  } catch (error) {
    return error.code;
  }
  throw new Error('a client without a token was let in');
}

const { client, transport } = await connected({ Authorization: `Bearer ${CLIENT_TOKEN}` });
check(client.getServerVersion().name === 'holdfast', 'initialize named another server');
const { tools } = await client.listTools();
check(JSON.stringify(tools.map((tool) => tool.name)) === JSON.stringify(TOOLS), 'tools/list has other tools');
await storeAndRead(client);
await missing(client);
if (CLIENT_TRANSPORT !== 'sse') await transport.terminateSession();
await client.close();
console.log(JSON.stringify({ version, tools: tools.length, withoutToken: [await withoutToken()] }));
