/** Requests of all kinds and policies of all kinds, for comparing what a replay says with what the egress does. */
import { gzipSync } from 'node:zlib'
import type { PolicyContext } from '../../gateway/core/policy/compile.ts'
import type { Correction } from '../../gateway/core/policy/corrections.ts'
import { docx, paragraph } from '../core/files/support.ts'

/** `shop` speaks plainly, `api` (in group ai) and `bank` over TLS. */
export type HostName = 'shop' | 'api' | 'bank' | 'nowhere'
export const hosts: Readonly<Record<HostName, string>> = {
  shop: 'shop.example.test',
  api: 'api.example.test',
  bank: 'bank.example.test',
  nowhere: 'nowhere.example.test',
}

export interface Planned {
  what: string
  to: HostName
  method?: string
  path?: string
  type?: string
  fields?: Readonly<Record<string, string>>
  body?: string | Buffer
  /** The address that it is sent from. */
  from?: string
  /** Instead of a request: bytes that are no TLS, or a client that trusts nobody, or one that names nobody. */
  odd?: 'noise' | 'distrust' | 'nameless'
}

export const holdBytes = 8192
const email = 'jane.miller@example.com'
const card = '4111 1111 1111 1111'
const json = 'application/json'
const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(200, 7)])
const form = (part: string, type: string, body: string | Buffer) =>
  Buffer.concat([
    Buffer.from(
      `--b\r\nContent-Disposition: form-data; name="note"\r\n\r\nfor ${email}\r\n--b\r\nContent-Disposition: form-data; name="${part}"; filename="f"\r\nContent-Type: ${type}\r\n\r\n`,
    ),
    Buffer.from(body),
    Buffer.from('\r\n--b--\r\n'),
  ])
const multipart = 'multipart/form-data; boundary=b'
const aws = 'AWS4-HMAC-SHA256 Credential=A/20261122/eu/s3/aws4_request, SignedHeaders=host, Signature=00'
const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const letter = docx(paragraph(`Please write to ${email}.`))

const bodies: readonly Omit<Planned, 'to'>[] = [
  { what: 'a page', method: 'GET' },
  { what: 'an address in a query', method: 'GET', path: `/find?mail=${encodeURIComponent(email)}` },
  { what: 'a card in a query', method: 'GET', path: `/find?card=${card.replaceAll(' ', '')}` },
  { what: 'an address in a path', method: 'DELETE', path: `/users/${email}` },
  { what: 'a segment that is not told', path: '/v2/A7/messages', type: json, body: `{"to":"${email}"}` },
  { what: 'a login', path: '/login/start', type: json, body: `{"user":"${email}"}` },
  { what: 'dots in a path', path: '/v2/../login/%61', type: json, body: `{"user":"${email}"}` },
  { what: 'nothing', type: json, body: '{"a":1}' },
  { what: 'an address', type: json, body: `{"to":"${email}"}` },
  { what: 'the same in text', type: 'text/plain', body: `write to ${email}` },
  { what: 'an address and a card', type: json, body: `{"to":"${email}","card":"${card}"}` },
  { what: 'a card', type: json, body: `{"card":"${card}"}` },
  { what: 'fields', type: json, body: `{"order":{"mail":"${email}"},"born":"1980-02-01","card":"${card}"}` },
  { what: 'a field for a rule', type: json, body: `{"order":{"mail":"${email}"}}` },
  {
    what: 'names in text',
    type: 'text/plain',
    body: 'Please write to Mrs Anna Weber, 12 Main Street, Springfield.',
  },
  {
    what: 'health in text',
    type: json,
    body: '{"content":"My patient Anna Weber has diabetes and takes insulin."}',
  },
  {
    what: 'a form',
    type: 'application/x-www-form-urlencoded',
    body: `mail=${encodeURIComponent(email)}&a=1`,
  },
  { what: 'broken JSON', type: json, body: `{"to":"${email}",` },
  { what: 'broken JSON without data', type: json, body: '{"a":1,}' },
  { what: 'a picture', type: 'image/png', body: png },
  { what: 'JSON under a wrong label', type: 'application/octet-stream', body: `{"to":"${email}"}` },
  { what: 'text that is labelled as a picture', type: 'image/png', body: `to ${email}` },
  { what: 'an unknown character set', type: 'application/json; charset=utf-16', body: `{"to":"${email}"}` },
  { what: 'a long text', type: 'text/plain', body: `${'lorem ipsum dolor. '.repeat(800)}${email}` },
  { what: 'a long text without data', type: 'text/plain', body: 'lorem ipsum dolor. '.repeat(800) },
  {
    what: 'a long text with a card',
    type: 'text/plain',
    body: `${'lorem ipsum dolor. '.repeat(800)}${card}`,
  },
  { what: 'a long picture', type: 'image/png', body: Buffer.concat([png, Buffer.alloc(20_000, 3)]) },
  {
    what: 'a coded body',
    type: json,
    fields: { 'content-encoding': 'gzip' },
    body: gzipSync(`{"to":"${email}"}`),
  },
  { what: 'an unknown coding', type: json, fields: { 'content-encoding': 'lzw' }, body: `{"to":"${email}"}` },
  { what: 'a signed body', type: json, fields: { authorization: aws }, body: `{"to":"${email}"}` },
  { what: 'a signed body without data', type: json, fields: { authorization: aws }, body: '{"a":1}' },
  {
    what: 'five people',
    type: json,
    body: JSON.stringify([1, 2, 3, 4, 5].map((number) => ({ to: `person${number}.x@example.com` }))),
  },
  { what: 'an address in a field', method: 'GET', fields: { 'x-note': email } },
  { what: 'an address where nothing can change', method: 'GET', fields: { 'x-request-id': email } },
  { what: 'a form with a file', type: multipart, body: form('file', 'image/png', png) },
  { what: 'a form with text as a picture', type: multipart, body: form('file', 'image/png', `to ${email}`) },
  { what: 'a form with a letter', type: multipart, body: form('file', word, letter) },
  { what: 'a letter', type: word, body: letter },
  { what: 'a broken form', type: multipart, body: `--b\r\n\r\n${email}\r\n--b ?` },
  { what: 'from another machine', from: '127.0.0.9', type: json, body: `{"to":"${email}"}` },
  { what: 'a table', type: 'text/csv', body: `name,mail\r\nJane,${email}\r\n` },
  { what: 'XML', type: 'application/xml', body: `<a><mail>${email}</mail></a>` },
  {
    what: 'a file in JSON',
    type: json,
    body: JSON.stringify({ file: Buffer.from(`Dear ${email}, `.repeat(20)).toString('base64') }),
  },
  {
    what: 'more than is listed',
    type: 'text/plain',
    body: Array.from({ length: 260 }, (_, i) => `p${i}@example.com`).join(' '),
  },
]

export const corpus: readonly Planned[] = [
  ...bodies.map((one) => ({ ...one, to: 'shop' as const })),
  ...bodies.map((one) => ({ ...one, to: 'api' as const })),
  ...bodies.slice(0, 14).map((one) => ({ ...one, to: 'bank' as const })),
  { what: 'noise', to: 'bank', odd: 'noise' },
  { what: 'noise', to: 'api', odd: 'noise' },
  { what: 'a client that trusts nobody', to: 'api', odd: 'distrust' },
  { what: 'a client that trusts nobody', to: 'bank', odd: 'distrust' },
  { what: 'a hello without a name', to: 'api', odd: 'nameless' },
  { what: 'a name that nobody knows', to: 'nowhere', type: json, body: `{"to":"${email}"}` },
]

const everything = { id: 'all', action: 'intercept' }
const lenient = { onFailure: 'pass', onOpaque: 'pass', onSigned: 'pass', onLarge: 'stream', minScore: 0 }
const strict = { onFailure: 'refuse', onOpaque: 'refuse', onSigned: 'refuse', onLarge: 'refuse' }
const keeping = { id: 'keep', entities: { '*': 'keep' }, ...lenient }
const masking = { id: 'mask', entities: { '*': 'mask' }, ...strict, onOpaque: 'pass', onLarge: 'stream' }
const refusing = {
  id: 'cards',
  entities: { CREDIT_CARD: 'refuse', '*': 'keep' },
  onFailure: 'pass',
  minScore: 0.6,
}
const only = (rule: object, mode = 'enforce') => ({ mode, connections: [everything], exchanges: [rule] })

/** Each is run, and each is replayed on the journal of each. */
export const policies: Readonly<Record<string, { policy: object; corrections?: readonly Correction[] }>> = {
  'keeps all': { policy: only(keeping) },
  'masks all': { policy: only(masking) },
  'masks all, observing': { policy: only(masking, 'observe') },
  'refuses cards': { policy: only(refusing) },
  'refuses all': { policy: only({ id: 'refuse', entities: { '*': 'refuse' }, ...lenient }) },
  'refuses what it cannot read': { policy: only({ ...keeping, id: 'strict', ...strict }) },
  'masks signed and broken': { policy: only({ ...masking, ...lenient, id: 'mask-lenient' }) },
  'few people': { policy: only({ ...refusing, id: 'few', maxPersons: 3 }) },
  fields: {
    policy: only({
      ...masking,
      id: 'fields',
      onLarge: 'stream',
      fields: { drop: ['born'], keep: ['order.mail'] },
    }),
  },
  files: {
    policy: only({
      ...keeping,
      id: 'files',
      entities: { EMAIL: 'mask', '*': 'keep' },
      files: { metadata: 'strip', base64Depth: 1 },
    }),
  },
  ways: {
    policy: {
      connections: [
        { id: 'bank', match: { destinations: [hosts.bank] }, action: 'tunnel' },
        { id: 'other', match: { clients: ['127.0.0.9'] }, action: 'refuse' },
        everything,
      ],
      exchanges: [
        { ...keeping, id: 'login', match: { paths: ['/**/login/**'] } },
        { ...refusing, id: 'pages', match: { methods: ['GET'] }, minScore: 0 },
        { ...masking, id: 'json', match: { contentTypes: ['application/json'] } },
        {
          ...keeping,
          id: 'ai',
          match: { destinations: ['group:ai'] },
          entities: { PERSON: 'redact', '*': 'keep' },
        },
        { ...masking, id: 'rest', entities: { EMAIL: 'mask', '*': 'keep' } },
      ],
    },
  },
  closed: {
    policy: {
      connections: [
        { id: 'no-api', match: { destinations: [hosts.api, hosts.shop] }, action: 'refuse' },
        everything,
      ],
      exchanges: [masking],
    },
  },
  unread: { policy: { connections: [{ id: 'tunnel', action: 'tunnel' }], exchanges: [masking] } },
  corrected: {
    policy: only(masking),
    corrections: [
      { id: '00000001', effect: 'allow', of: 'field', path: 'to', destination: null, reason: '' },
      { id: '00000002', effect: 'deny', of: 'field', path: 'born', destination: null, reason: '' },
      { id: '00000003', effect: 'deny', of: 'destination', destination: hosts.bank, reason: '' },
    ],
  },
}

/** What the rules above refer to. */
export function contextOf(base: PolicyContext, corrections: readonly Correction[] = []): PolicyContext {
  const groups = { ai: { title: 'AI', kind: 'echo' as const, asOf: '2026-11-22', hosts: [hosts.api] } }
  return { ...base, catalogue: { groups }, timeZone: 'UTC', corrections }
}
