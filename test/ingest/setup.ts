/** An ingest room over a real vault, an office with its authority, and devices with certificates and keys of their own. */
import { execFileSync } from 'node:child_process'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { DeviceIdentity } from '../../gateway/core/device/device.ts'
import type { CertificateRenewal, DeviceDirectory, DeviceSshKeys } from '../../gateway/core/ports.ts'
import { loadHostKey } from '../../gateway/ingest/host-key.ts'
import { type Ingest, startIngest } from '../../gateway/ingest/ingest.ts'
import type { IngestLimits, IngestOptions } from '../../gateway/ingest/options.ts'
import { silentLog } from '../../gateway/ops/log.ts'
import type { Authority } from '../../gateway/pki/authority.ts'
import { trustBundle } from '../../gateway/pki/bundle.ts'
import { makeDeviceCertificate } from '../../gateway/pki/device-certificate.ts'
import { serverCertificate } from '../../gateway/pki/office.ts'
import { testAuthority } from '../pki/setup.ts'
import { requireClient } from '../support/clients.ts'
import type { VaultChanges, VaultParts } from '../vault/parts.ts'
import { testFolder, testVault } from '../vault/setup.ts'

export interface TestDevice {
  identity: DeviceIdentity
  certificate: string
  key: string
  fingerprint: string
}

/** A register of devices that the test keeps by hand. */
export interface Register extends DeviceDirectory, DeviceSshKeys {
  devices: Map<string, DeviceIdentity>
  keys: Map<string, DeviceIdentity>
}

export interface Scene {
  parts: VaultParts
  ingest: Ingest
  register: Register
  authority: Authority
  /** PEM of the office's roots. */
  roots: string
  device(name: string, days?: number): TestDevice
  /** Puts PEM files down for clients that want files. */
  files(device: TestDevice): { cert: string; key: string; ca: string }
  revoke(device: TestDevice): void
}

export interface SceneChanges {
  limits?: Partial<IngestLimits>
  vault?: VaultChanges
  renewal?: CertificateRenewal
  options?: Partial<IngestOptions>
}

export async function scene({
  limits = {},
  vault = {},
  renewal,
  options = {},
}: SceneChanges = {}): Promise<Scene> {
  const { maxObjectBytes = 64_000_000 } = limits
  const parts = await testVault({ maxObjectBytes, ...vault })
  const { authority, clock } = await testAuthority({ kind: 'office' })
  const roots = trustBundle([authority], clock.now())
  const own = serverCertificate({
    authority,
    clock,
    random: randomBytes,
    names: () => ['localhost', '127.0.0.1'],
  })
  const register = createRegister()
  const ending = new AbortController()
  const ingest = await startIngest({
    host: '127.0.0.1',
    httpsPort: 0,
    sftpPort: 0,
    certificate: () => {
      const { certificateChain, privateKey, notAfter } = own.current()
      return { context: { cert: certificateChain, key: privateKey, ca: [roots] }, renewAt: notAfter }
    },
    hostKey: () => loadHostKey(join(parts.root, 'ingest', 'ssh_host_ed25519_key')),
    devices: register,
    sshKeys: register,
    renewal: renewal ?? { renew: async () => 'no certificate' },
    intake: parts.vault,
    limits: () => ({ maxObjectBytes, maxUploads: 16, idleMs: 20_000, ...limits }),
    events: parts.events,
    log: silentLog,
    signal: ending.signal,
    drainMs: 300,
    ...options,
  })
  onTestFinished(async () => {
    ending.abort()
    await ingest.close()
  })
  const device = (name: string, days = 30) => {
    const made = makeDevice(name, { authority, days, now: clock.now() })
    register.devices.set(made.fingerprint, made.identity)
    return made
  }
  return {
    ...{ parts, ingest, register, authority, roots, device },
    files: (each) => filesOf(each, roots),
    revoke({ identity, fingerprint }) {
      register.devices.delete(fingerprint)
      for (const [key, owner] of register.keys) if (owner.id === identity.id) register.keys.delete(key)
      parts.events.publish('device.revoked', identity)
    },
  }
}

function createRegister(): Register {
  const [devices, keys] = [new Map<string, DeviceIdentity>(), new Map<string, DeviceIdentity>()]
  return {
    devices,
    keys,
    byFingerprint: (fingerprint) => devices.get(fingerprint) ?? null,
    bySshKey: (key) => keys.get(Buffer.from(key).toString('base64')) ?? null,
  }
}

export function makeDevice(
  name: string,
  { authority, days, now }: { authority: Authority; days: number; now: number },
): TestDevice {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const identity = { id: randomBytes(8).toString('hex'), name }
  const { pem, fingerprint } = makeDeviceCertificate({
    issuer: authority.issuer(),
    device: identity,
    publicKey: publicKey.export({ format: 'der', type: 'spki' }),
    days,
    now,
    random: randomBytes,
  })
  return {
    identity,
    fingerprint,
    certificate: pem,
    key: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  }
}

export function filesOf({ certificate, key }: TestDevice, roots: string) {
  const folder = testFolder()
  const paths = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem'), ca: join(folder, 'ca.pem') }
  writeFileSync(paths.cert, certificate)
  writeFileSync(paths.key, key, { mode: 0o600 })
  writeFileSync(paths.ca, roots)
  return paths
}

/** A key as `ssh-keygen` makes it; the register learns that it is the device's. */
export function sshKey({ register }: Scene, identity: DeviceIdentity | null, type = 'ed25519'): string {
  const file = join(testFolder(), 'id')
  execFileSync(requireClient('ssh-keygen')!, ['-q', '-t', type, '-N', '', '-f', file])
  const [, bytes = ''] = execFileSync('cat', [`${file}.pub`], { encoding: 'utf8' }).split(' ')
  if (identity !== null) register.keys.set(bytes, identity)
  return file
}
