/** Ways out: through which proxy, from which address, with which certificate some destinations are reached. */
import { z } from 'zod'
import { address, count, flag, hostPattern, line, path } from '../kinds.ts'

const anyDestination = z.literal('*')

const parentSchema = z
  .strictObject({
    host: z
      .union([hostPattern().refine((value) => !value.startsWith('*'), expectedHost()), address()])
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
  .refine(({ user, passwordFile }) => (user === null) === (passwordFile === null), {
    message: 'expected both user and passwordFile, or neither',
    path: ['passwordFile'],
  })

const upstreamSchema = z
  .strictObject({
    destinations: z
      .array(z.union([anyDestination, hostPattern()]))
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
      .describe('Connections to one such destination; null takes proxy.limits.upstreamConnections.'),
  })
  .refine(({ certificate, key }) => (certificate === null) === (key === null), {
    message: 'expected both certificate and key, or neither',
    path: ['key'],
  })
  .meta({ 'x-expected': 'destinations and how they are reached' })

export const upstreamsSchema = z
  .array(upstreamSchema)
  .max(100)
  .default([])
  .describe('How some destinations are reached: by another proxy, from an address, with a certificate.')

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

function expectedHost(): string {
  return 'expected a host name or an address'
}
