/** `gatehouse policy test`: shows what the policy would do to one request, and why, without sending anything. */
import { extname } from 'node:path'
import { readNamedFile } from '../../config/read-file.ts'
import type { Config } from '../../config/schema.ts'
import { counted } from '../api/schemas/clients.ts'
import { dataPaths } from '../app/paths.ts'
import { rehearsePolicy } from '../app/policy-rehearsal.ts'
import type { MachineState } from '../core/client/standing.ts'
import { sniffForm } from '../core/content/format.ts'
import { normalizeHost } from '../core/http/authority.ts'
import { writtenClient } from '../core/login/client-name.ts'
import { MiB } from '../core/units.ts'
import { type Call, type Command, numberOption, textOption, usage } from './command.ts'
import { configurationOf } from './configuration.ts'
import { connectControl } from './control-client.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { readInput } from './input.ts'
import { policyNamed } from './named-policy.ts'
import { verdictAsJson, verdictLines } from './rehearsal-words.ts'
import { timeNamed } from './times.ts'

export const policyTestCommand: Command = {
  summary: 'show what would be done to a request, and why; nothing is sent',
  usage: 'policy test --destination HOST [--body FILE] [options]',
  details:
    'Exit code 0 whatever the verdict is. The resulting body goes to standard output as it would be forwarded; the\nverdict to standard error, or with --json both in one object. Signatures over a body, content codings, persons of\nearlier requests, and corrections of single values are not rehearsed; tokens are made up.',
  options: {
    destination: { type: 'string', value: 'HOST', text: 'where the request would go' },
    body: { type: 'string', value: 'FILE', text: 'the body; - reads standard input' },
    method: { type: 'string', value: 'METHOD', text: 'POST where there is a body, else GET' },
    path: { type: 'string', value: 'PATH', text: 'path and query (/)' },
    'content-type': { type: 'string', value: 'TYPE', text: "by the file's ending, else whether it is text" },
    client: {
      type: 'string',
      value: 'CLIENT',
      text: 'who would send it: an address (127.0.0.1), user:NAME, device:NAME, or user:NAME@device:NAME@ADDRESS',
    },
    port: { type: 'string', value: 'PORT', text: 'the port of the destination (443)' },
    at: { type: 'string', value: 'TIME', text: 'when, for rules with a schedule: 2026-11-22T14:00 (now)' },
    policy: { type: 'string', value: 'FILE', text: 'a policy other than the one in use, such as a draft' },
    corrections: {
      type: 'string',
      value: 'FILE',
      text: 'corrections other than those in force, such as a draft',
    },
  },
  arguments: [0, 0],
  run: test,
}

const maxBodyBytes = 64 * MiB

async function test(call: Call): Promise<ExitCode> {
  const { facts: written, request } = await requestOf(call)
  const { config } = await configurationOf(call)
  const facts = { ...written, client: await clientNow(call, config, written.client) }
  const { holdBytes } = config.proxy.limits
  const { policy, context } = await policyNamed(
    config,
    textOption(call, 'policy'),
    textOption(call, 'corrections'),
  )
  const rehearsal = rehearsePolicy({
    ...{ policy: policy.value, context, facts },
    request: { ...request, holdBytes },
  })
  if (call.json) call.terminal.json(verdictAsJson(rehearsal))
  else {
    for (const line of verdictLines(rehearsal)) call.terminal.note(line)
    if (rehearsal.bodyOut !== null) call.terminal.raw(rehearsal.bodyOut)
  }
  return exitCodes.ok
}

/** With the groups that its machine is in by its card, or since a person put it there: the running gateway knows them. */
async function clientNow(call: Call, config: Config, client: string): Promise<string> {
  if (textOption(call, 'client') === null) return client
  await using gateway = await connectControl(dataPaths(config).control)
  if (gateway === null) {
    call.terminal.note('The gateway is stopped: groups that machines are in by their cards are not known.')
    return client
  }
  const found = await gateway.post('/api/v1/clients/counted', counted, { client })
  const beside = found.state === null ? undefined : besideRules[found.state]
  if (beside !== undefined) call.terminal.note(beside)
  return found.client
}

/** What counts before the rules, or instead of them. */
const besideRules: Partial<Record<MachineState, string>> = {
  quarantined: 'This machine is in quarantine: whatever the rules say, all that it asks for is refused.',
  guest: 'This machine is a guest’s: what the rules would look into passes unread, to the internet alone.',
  unknown:
    'Nobody has said whose this machine is: encrypted traffic that the rules would look into passes unread.',
}

async function requestOf(call: Call) {
  const destination = textOption(call, 'destination')
  if (destination === null)
    throw usage('--destination is missing.', 'Name a host: --destination api.example.com')
  const host = normalizeHost(destination)
  if (host === null)
    throw usage(
      '--destination takes a host name or an address.',
      'Write it as api.example.com, without https://.',
    )
  const client = writtenClient(textOption(call, 'client') ?? '127.0.0.1')
  if (client === null)
    throw usage(
      '--client takes an address, a user or a device.',
      'Write it as 192.168.1.20, fd00::20, user:name or device:name.',
    )
  const target = textOption(call, 'path') ?? '/'
  if (!/^\/[\x21-\x7e]*$/.test(target))
    throw usage('--path takes a path that begins with /, without blanks.', 'Write it as /v1/chat?id=7.')
  const at = textOption(call, 'at')
  const file = textOption(call, 'body')
  const body = file === null ? Buffer.alloc(0) : await readBody(file)
  const method = textOption(call, 'method') ?? (file === null ? 'GET' : 'POST')
  if (!/^[A-Za-z]{1,20}$/.test(method)) throw usage('--method takes letters only.', 'Write it as POST.')
  const question = target.indexOf('?')
  return {
    facts: {
      client,
      host,
      port: numberOption(call, 'port', { min: 1, max: 65535 }) ?? 443,
      at: at === null ? Date.now() : timeNamed('at', at, Date.now()),
      method: method.toUpperCase(),
      path: question < 0 ? target : target.slice(0, question),
    },
    request: {
      contentType: textOption(call, 'content-type') ?? (file === null ? '' : typeOf(file, body)),
      body,
      ...(question < 0 ? {} : { query: target.slice(question + 1) }),
    },
  }
}

async function readBody(file: string): Promise<Buffer> {
  const body =
    file === '-' ? await readInput(maxBodyBytes) : await readNamedFile(file, maxBodyBytes).catch(() => null)
  if (body === null)
    throw usage('The file of --body cannot be read.', 'Name a file that is there, or - for standard input.')
  if (body.length > maxBodyBytes) throw usage('The body is larger than 64 MiB.', 'Try a part of it.')
  return body
}

const types: Readonly<Record<string, string>> = {
  '.json': 'application/json',
  '.ndjson': 'application/x-ndjson',
  '.xml': 'application/xml',
  '.csv': 'text/csv',
  '.form': 'application/x-www-form-urlencoded',
  '.html': 'text/html',
  '.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.pptx': 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  '.odt': 'application/vnd.oasis.opendocument.text',
  '.ods': 'application/vnd.oasis.opendocument.spreadsheet',
  '.odp': 'application/vnd.oasis.opendocument.presentation',
  '.pdf': 'application/pdf',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.heic': 'image/heic',
  '.zip': 'application/zip',
}

function typeOf(file: string, body: Uint8Array): string {
  const known = types[extname(file).toLowerCase()]
  if (known !== undefined) return known
  return sniffForm(body).format === 'opaque' ? 'application/octet-stream' : 'text/plain'
}
