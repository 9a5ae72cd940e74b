// The round trip of the workflow through the TypeScript SDK's own client and transport.
// Usage: node roundtrip.mjs LAUNCHER. Prints one line of JSON; exits 1 at the first answer that is not as it should be.
// Messages are fixed sentences: nothing here prints a value.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

const TOOLS = ['set_secret', 'get_secret', 'list_secrets', 'rotate_secret', 'request_key', 'write_env', 'check_env'];
const KEY_PATH = 'project/roundtrip/payment_key';

const launcher = process.argv[2];
const folder = mkdtempSync(join(tmpdir(), 'roundtrip-'));
const started = performance.now();
const client = new Client({ name: 'roundtrip', version: '1.0.0' });
let calls = 0;

function check(condition, sentence) {
  if (!condition) throw new Error(sentence);
}

async function call(name, args) {
  calls += 1;
  return client.callTool({ name, arguments: args });
}

/** The structured result of a call that has to succeed; its text has to say the same. */
async function result(name, args) {
  const reply = await call(name, args);
  const code = reply._meta?.['holdfast/error']?.code;
  check(!reply.isError, `${name} was refused with ${code}`);
  check(JSON.stringify(JSON.parse(reply.content[0].text)) === JSON.stringify(reply.structuredContent),
    `${name}: the text differs from the structured result`);
  return reply.structuredContent;
}

async function refusal(code, name, args) {
  const reply = await call(name, args);
  const error = reply._meta?.['holdfast/error'];
  const text = reply.content?.[0]?.text ?? '';
  check(reply.isError === true && reply.structuredContent === undefined, `${name} should have been refused`);
  check(error?.code === code && text.startsWith(code), `${name} should have been refused with ${code}`);
  check(error.hint.length > 0 && text.endsWith(error.requestId), `${name}: the refusal lacks its hint or request id`);
}

function variable(file, name) {
  return parseEnv(readFileSync(join(folder, file), 'utf8'))[name];
}

async function storeAndRead(value) {
  const stored = await result('set_secret', {
    keyPath: KEY_PATH, value, description: 'Signs the payment requests of the round trip', envFile: '.env',
  });
  check(stored.created === true && stored.version === 1, 'set_secret did not make version 1');
  check(stored.env.name === 'PAYMENT_KEY', 'set_secret named the variable differently');
  check(variable('.env', 'PAYMENT_KEY') === value, 'the .env has another value than was stored');
  const read = await result('get_secret', { keyPath: KEY_PATH });
  check(read.value === value, 'get_secret gave another value than was stored');
  check(read.fingerprint === stored.fingerprint, 'the fingerprints differ');
  const listed = await result('list_secrets', { project: 'roundtrip' });
  check(listed.secrets.length === 1 && listed.secrets[0].keyPath === KEY_PATH, 'list_secrets did not list the secret');
  check(!JSON.stringify(listed).includes(value), 'list_secrets showed a value');
}

async function rotateAndWrite(value) {
  const rotated = await result('rotate_secret', { keyPath: KEY_PATH, reason: 'the round trip rotates it', newValue: value });
  check(rotated.version === 2 && rotated.previousVersion === 1, 'rotate_secret did not make version 2');
  const granted = await result('request_key', { keyPath: KEY_PATH, purpose: 'the round trip asks for a grant' });
  check(granted.status === 'granted' && granted.usage.maxUses === 1, 'request_key did not grant one use');
  const written = await result('write_env', { file: 'app.env', entries: [{ name: 'PAYMENT_KEY', keyPath: KEY_PATH }] });
  check(written.written[0].version === 2, 'write_env did not write version 2');
  check(variable('app.env', 'PAYMENT_KEY') === value, 'write_env wrote another value than was stored');
  const report = await result('check_env', { file: 'app.env' });
  check(report.ok === true && report.entries[0].status === 'stored', 'check_env did not find the secret stored');
}

try {
  const transport = new StdioClientTransport({
    command: launcher,
    args: ['mcp', '--workspace', folder],
    env: { ...process.env, HOME: folder, HOLDFAST_HOME: join(folder, 'home') },
    stderr: 'inherit',
  });
  await client.connect(transport);
  check(client.getInstructions()?.length > 0, 'initialize carried no instructions');
  const { tools } = await client.listTools();
  check(JSON.stringify(tools.map((tool) => tool.name)) === JSON.stringify(TOOLS), 'tools/list has other tools');
  await storeAndRead(randomBytes(24).toString('base64'));
  await rotateAndWrite(randomBytes(24).toString('base64'));
  await refusal('INVALID_KEY_PATH', 'set_secret', {
    keyPath: 'roundtrip-payment-key', value: randomBytes(12).toString('hex'), description: 'A path that breaks the rules',
  });
  await refusal('NOT_FOUND', 'get_secret', { keyPath: 'project/roundtrip/missing' });
  await client.close();
  const server = client.getServerVersion();
  console.log(JSON.stringify({
    client: 'typescript-sdk', server: server.name, version: server.version, tools: tools.length, calls, refusals: 2,
    milliseconds: Math.round(performance.now() - started),
  }));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
