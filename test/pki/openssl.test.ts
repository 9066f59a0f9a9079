/** Promises kept against a real openssl: it verifies our roots and leaves, and refuses what a root excludes. */
import { spawn } from 'node:child_process'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { connect, createServer } from 'node:tls'
import { expect } from 'vitest'
import { openAuthority } from '../../gateway/pki/authority.ts'
import { trustBundle } from '../../gateway/pki/bundle.ts'
import { leafKey, makeLeaf } from '../../gateway/pki/leaf.ts'
import { createLeafIssuer } from '../../gateway/pki/leaves.ts'
import { parseHostName } from '../../gateway/pki/names.ts'
import { requireClient, testWith } from '../support/clients.ts'
import { openssl } from '../support/openssl-ca.ts'
import { testAuthority, testFolder } from './setup.ts'

/** An authority, its bundle on disk, and what openssl says of a leaf for a host, forced past our own refusal. */
async function workshop(excluded: string[] = []) {
  const { authority, clock, options } = await testAuthority({ excluded })
  const folder = testFolder()
  const rootFile = join(folder, 'bundle.pem')
  const office = await openAuthority({ ...options, kind: 'office', excluded: [] })
  await writeFile(rootFile, trustBundle([authority, office], clock.now()))
  const key = leafKey(generateKeyPairSync('ec', { namedCurve: 'prime256v1' }))

  async function forcedLeaf(host: string): Promise<string> {
    const name = parseHostName(host)
    if (name === null) throw new Error(`${host} is no name`)
    const order = {
      issuer: authority.issuer(),
      key,
      names: [name],
      days: 90,
      now: clock.now(),
      random: randomBytes,
    }
    const file = join(folder, `${host.replaceAll(/[^a-z0-9]/g, '-')}.pem`)
    await writeFile(file, makeLeaf(order).certificateChain)
    return file
  }

  async function verify(host: string, ...more: string[]): Promise<string> {
    const file = await forcedLeaf(host)
    const check = parseHostName(host)?.kind === 'ip' ? '-verify_ip' : '-verify_hostname'
    const args = ['verify', '-x509_strict', '-purpose', 'sslserver', '-CAfile', rootFile, check, host]
    return await openssl(...args, ...more, file).then(
      () => 'accepted',
      (error: { stderr: string }) =>
        /error \d+ at \d+ depth lookup: (.+)/.exec(error.stderr)?.[1] ?? error.stderr,
    )
  }
  return { authority, clock, folder, rootFile, forcedLeaf, verify }
}

testWith('openssl', 'openssl verifies chain, purpose, name and address strictly', async () => {
  const { verify } = await workshop()
  const long = `${'a'.repeat(60)}.${'b'.repeat(60)}.example`
  for (const host of ['www.shop.example', long, 'xn--mller-kva.example', '192.0.2.7', '2001:db8::7']) {
    expect(await verify(host), host).toBe('accepted')
  }
  expect(await verify('www.shop.example', '-purpose', 'sslclient')).toMatch(/unsuitable certificate purpose/i)
  expect(await verify('www.shop.example', '-verify_hostname', 'www.other.example')).toMatch(
    /hostname mismatch/i,
  )
})

testWith(
  'openssl',
  'openssl refuses a forced leaf under an excluded domain or address range, and nothing beside',
  async () => {
    const { verify } = await workshop(['bank.example', '10.0.0.0/8', '2001:db8::/32'])
    for (const host of ['bank.example', 'www.bank.example', '10.20.30.40', '2001:db8::7']) {
      expect(await verify(host), host).toMatch(/excluded subtree violation/i)
    }
    for (const host of ['notbank.example', 'shop.example', '11.0.0.1', '2001:db9::7']) {
      expect(await verify(host), host).toBe('accepted')
    }
  },
)

testWith(
  'openssl',
  'openssl reads both roots of the bundle as authorities that sign leaves only',
  async () => {
    const { rootFile } = await workshop(['bank.example'])
    const text = await openssl('storeutl', '-noout', '-text', '-certs', rootFile)
    expect(text.match(/Signature Algorithm: ecdsa-with-SHA256\n +Issuer/g)).toHaveLength(2)
    expect(text.match(/X509v3 Basic Constraints: critical\n +CA:TRUE, pathlen:0/g)).toHaveLength(2)
    expect(text.match(/X509v3 Key Usage: critical\n +Certificate Sign, CRL Sign/g)).toHaveLength(2)
    expect(text.match(/X509v3 Name Constraints: critical\n +Excluded:\n +DNS:bank.example/g)).toHaveLength(1)
    expect(text.match(/NIST CURVE: P-256/g)).toHaveLength(2)
    // The office's name is UTF-8, as RFC 5280 §4.1.2.4 wants it.
    const subject = await openssl(
      'x509',
      '-in',
      rootFile,
      '-noout',
      '-subject',
      '-nameopt',
      'RFC2253,show_type',
    )
    expect(subject).toContain('UTF8STRING:Praxis Dr. M')
  },
)

testWith('openssl', 'openssl reads a leaf as a server that is no client and no authority', async () => {
  const { forcedLeaf } = await workshop()
  const leaf = await forcedLeaf('www.shop.example')
  const text = await openssl('x509', '-in', leaf, '-noout', '-text')
  expect(text).toMatch(/X509v3 Basic Constraints: critical\s+CA:FALSE/)
  const purposes = await openssl('x509', '-in', leaf, '-noout', '-purpose')
  expect(purposes).toMatch(/SSL server : Yes/)
  expect(purposes).toMatch(/SSL server CA : No/)
  expect(purposes).toMatch(/SSL client : No/)
})

testWith('openssl', 'openssl s_client completes TLS 1.2 and 1.3 against a server with our leaf', async () => {
  const { authority, clock, rootFile } = await workshop()
  const leaf = await createLeafIssuer({ authority, clock, random: randomBytes }).leafFor('www.shop.example')
  await using server = createServer({ cert: leaf.certificateChain, key: leaf.privateKey }, (socket) =>
    socket.end(),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const target = `127.0.0.1:${(server.address() as AddressInfo).port}`
  for (const version of ['-tls1_2', '-tls1_3']) {
    const args = [
      's_client',
      '-connect',
      target,
      '-servername',
      'www.shop.example',
      version,
      '-CAfile',
      rootFile,
    ]
    const output = await openssl(...args, '-verify_return_error', '-verify_hostname', 'www.shop.example')
    expect(output).toContain('Verify return code: 0 (ok)')
  }
})

testWith('openssl', 'openssl s_server serves our leaf and key to a strict client', async () => {
  const { authority, clock, folder } = await workshop()
  const leaf = await createLeafIssuer({ authority, clock, random: randomBytes }).leafFor('www.shop.example')
  await writeFile(join(folder, 'leaf.pem'), leaf.certificateChain)
  await writeFile(join(folder, 'key.pem'), leaf.privateKey)
  const files = [
    '-cert',
    join(folder, 'leaf.pem'),
    '-cert_chain',
    join(folder, 'leaf.pem'),
    '-key',
    join(folder, 'key.pem'),
  ]
  const server = spawn(requireClient('openssl') ?? '', [
    's_server',
    '-accept',
    '127.0.0.1:0',
    '-www',
    ...files,
  ])
  try {
    const port = await acceptedPort(server.stdout)
    const ca = trustBundle([authority], clock.now())
    const socket = connect({ host: '127.0.0.1', port, servername: 'www.shop.example', ca })
    await once(socket, 'secureConnect')
    expect(socket.authorized).toBe(true)
    socket.destroy()
  } finally {
    server.kill()
  }
})

/** The port that s_server says it accepts on. */
function acceptedPort(output: Readable): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = ''
    output.on('data', (chunk) => {
      text += chunk
      const port = /ACCEPT \S+:(\d+)/.exec(text)?.[1]
      if (port !== undefined) resolve(Number(port))
    })
    output.on('close', () => reject(new Error(`s_server ended: ${text}`)))
  })
}
