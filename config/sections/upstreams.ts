/** Ways out: through which proxy, from which address, with which certificate some destinations are reached. */
import { z } from 'zod'
import { address, count, flag, hostPattern, line, path } from '../kinds.ts'

const anyDestination = z.literal('*')

const expectedHost = 'expected a host name or an address: write it alone, without http:// and port'

const parentSchema = z
  .strictObject({
    host: z
      .union([hostPattern().refine((value) => !value.startsWith('*')), address()], expectedHost)
      .describe('Name or address of the other proxy.')
      .meta({ 'x-expected': 'a host name or an address' }),
    port: count({ min: 1, max: 65535 }, 'port').describe('Its port.'),
    tls: flag()
      .default(false)
      .describe('Whether it is spoken to in TLS; its certificate must name the host.'),
    user: line(255)
      .regex(/^[^:]*$/, 'expected a user name without a colon (RFC 7617 §2)')
      .nullable()
      .default(null)
      .describe('User name for Basic authentication; needs `passwordFile`.'),
    passwordFile: path().nullable().default(null).describe('A file (mode 0600) that holds the password.'),
  })
  .meta({ 'x-instead': { url: 'Write `host` and `port`, and `tls: true` for https://.' } })
  .refine(({ user, passwordFile }) => (user === null) === (passwordFile === null), {
    message: 'expected both user and passwordFile, or neither',
    path: ['passwordFile'],
  })

const upstreamSchema = z
  .strictObject({
    destinations: z
      .array(
        z
          .union([anyDestination, hostPattern()])
          .meta({ 'x-expected': 'a host name, *.example.com for everything below it, an address, or "*"' }),
      )
      .min(1, 'expected at least one destination')
      .max(1000)
      .describe('Names, *.example.com, addresses, or "*" for all. The first entry that names one decides.'),
    parent: parentSchema
      .nullable()
      .default(null)
      .describe('Another proxy on the way. It resolves the names, so their addresses are not judged here.'),
    from: address()
      .nullable()
      .default(null)
      .describe('The address of this box that connections leave from; destinations of its family only.'),
    certificate: path()
      .nullable()
      .default(null)
      .describe('PEM file of the certificate (and its issuers) shown to a destination that asks for one.'),
    key: path()
      .nullable()
      .default(null)
      .describe('PEM file (mode 0600) of its private key, without a passphrase.'),
    revoked: path()
      .nullable()
      .default(null)
      .describe(
        'PEM file of revocation lists (CRL), one of each authority of the destination. Without a current one nothing leaves.',
      ),
    connections: count({ min: 1, max: 10_000 }, 'connections')
      .nullable()
      .default(null)
      .describe(
        'Connections to one such destination, shared out evenly among workers (rounded down), each of which has one at least; null takes proxy.limits.upstreamConnections.',
      ),
  })
  .refine(({ certificate, key }) => (certificate === null) === (key === null), {
    message: 'expected both certificate and key, or neither',
    path: ['key'],
  })
  .meta({ 'x-expected': 'destinations and how they are reached' })

export const upstreamsSchema = z
  .array(upstreamSchema)
  .max(100)
  .superRefine((entries, context) => {
    for (const { index, key, message } of idleEntries(entries))
      context.addIssue({ code: 'custom', path: [index, ...key], message })
  })
  .default([])
  .describe('How some destinations are reached: by another proxy, from an address, with a certificate.')

interface IdleEntry {
  index: number
  key: readonly string[]
  message: string
}

/** Entries that decide nothing. One that says nothing is an exception where others follow, which it keeps from deciding. */
function idleEntries(entries: readonly z.infer<typeof upstreamSchema>[]): IdleEntry[] {
  const all = entries.findIndex(({ destinations }) => destinations.includes('*'))
  const last = entries.findLastIndex(({ parent, from, certificate, revoked, connections }) =>
    [parent, from, certificate, revoked, connections].some((one) => one !== null),
  )
  return entries.flatMap((_entry, index): IdleEntry[] => {
    if (all !== -1 && index > all) return [{ index, key: ['destinations'], message: isNeverAsked }]
    return index > last ? [{ index, key: [], message: saysNothing }] : []
  })
}

const isNeverAsked = 'is never asked, as "*" before it stands for all: put the entry with "*" last'
const saysNothing =
  'says nothing about how they are reached: add parent, from, certificate, revoked or connections, or remove it'

/** What is offered to destinations in TLS; the defaults are what Chromium offers, as far as OpenSSL can. */
export const upstreamTlsSchema = z
  .strictObject({
    ciphers: openSslList(chromiumCiphers()).describe(
      "Cipher suites in OpenSSL's names, in order, joined by colons.",
    ),
    groups: openSslList('X25519MLKEM768:X25519:P-256:P-384').describe('Key exchange groups, in order.'),
    signatureAlgorithms: openSslList(
      'mldsa44:mldsa65:mldsa87:ecdsa_secp256r1_sha256:rsa_pss_rsae_sha256:rsa_pkcs1_sha256:ecdsa_secp384r1_sha384:rsa_pss_rsae_sha384:rsa_pkcs1_sha384:rsa_pss_rsae_sha512:rsa_pkcs1_sha512',
    ).describe('Signature algorithms, in order.'),
  })
  .prefault({})
  .describe('What destinations are offered in TLS. Wrong names keep the gateway from starting.')

/** Chromium's offer (net/socket/ssl_client_socket_impl.cc: no SHA-1 MACs but for RSA's last resort, no 3DES), TLS 1.3 first. */
function chromiumCiphers(): string {
  return [
    'TLS_AES_128_GCM_SHA256',
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES128-GCM-SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
    'ECDHE-RSA-CHACHA20-POLY1305',
    'ECDHE-RSA-AES128-SHA',
    'ECDHE-RSA-AES256-SHA',
    'AES128-GCM-SHA256',
    'AES256-GCM-SHA384',
    'AES128-SHA',
    'AES256-SHA',
  ].join(':')
}

function openSslList(fallback: string) {
  const expected = 'names of OpenSSL joined by colons'
  return z
    .string(`expected ${expected}`)
    .regex(/^[A-Za-z0-9_+-]+(:[A-Za-z0-9_+-]+)*$/, `expected ${expected}`)
    .max(2000)
    .default(fallback)
    .meta({ 'x-expected': expected })
}
