/** Makes an office and the certificates of its devices for the MQTT bench, with the product's own authority. */
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Secret } from '../../../gateway/core/secret.ts'
import { openAuthority } from '../../../gateway/pki/authority.ts'
import { makeDeviceCertificate } from '../../../gateway/pki/device-certificate.ts'
import { serverCertificate } from '../../../gateway/pki/office.ts'

/** What broker and load read: PEM. All devices share one key, which costs the broker nothing less. */
export interface Papers {
  root: string
  server: { cert: string; key: string }
  deviceKey: string
  devices: { name: string; id: string; cert: string; fingerprint: string }[]
}

/** Writes them into one file and returns its path. */
export async function makePapers(folder: string, count: number): Promise<string> {
  const clock = { now: () => Date.now(), monotonic: () => performance.now() }
  const key = new Secret(randomBytes(32))
  const common = { clock, random: randomBytes }
  const authority = await openAuthority({
    ...common,
    kind: 'office',
    directory: join(folder, 'authority'),
    key,
    officeName: 'Bench',
  })
  const server = serverCertificate({
    ...common,
    authority,
    names: () => ['localhost', '127.0.0.1'],
  }).current()
  const pair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const publicKey = pair.publicKey.export({ type: 'spki', format: 'der' })
  const issuer = authority.issuer()
  const devices = Array.from({ length: count }, (_, index) => {
    const device = {
      name: `bench-${index}`,
      id: createHash('sha256').update(`${index}`).digest('hex').slice(0, 16),
    }
    const made = makeDeviceCertificate({
      issuer,
      device,
      publicKey,
      days: 30,
      now: clock.now(),
      random: randomBytes,
    })
    return { ...device, cert: made.pem, fingerprint: made.fingerprint }
  })
  const papers: Papers = {
    root: issuer.pem,
    server: { cert: server.certificateChain, key: server.privateKey },
    deviceKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    devices,
  }
  const file = join(folder, 'papers.json')
  writeFileSync(file, JSON.stringify(papers), { mode: 0o644 })
  return file
}
