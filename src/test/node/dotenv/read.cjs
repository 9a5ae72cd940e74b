// Reads a JSON array of texts from stdin, answers with what npm dotenv and Node's own parser read in each.
'use strict'
const { parse } = require(require.resolve('dotenv', { paths: [process.argv[2]] }))
const { parseEnv } = require('node:util')
const texts = JSON.parse(require('node:fs').readFileSync(0, 'utf8'))
const answer = texts.map((text) => ({ npm: parse(Buffer.from(text)), node: parseEnv(text) }))
process.stdout.write(JSON.stringify(answer))
