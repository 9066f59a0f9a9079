/** Gives tests a proxy that is used by HTTPS, an office authority, and devices with certificates of it. */
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls'
import { onTestFinished } from 'vitest'
import { certificateRequest, newKey } from '../../agents/certificate-request.ts'
import { DeviceTable } from '../../gateway/core/device/devices-in-force.ts'
import { dayMs } from '../../gateway/core/units.ts'
import type { Authority } from '../../gateway/pki/authority.ts'
import { trustBundle } from '../../gateway/pki/bundle.ts'
import { readCertificateRequest } from '../../gateway/pki/certificate-request.ts'
import { makeDeviceCertificate } from '../../gateway/pki/device-certificate.ts'
import { serverCertificate } from '../../gateway/pki/office.ts'
import { testAuthority, testClock, testFolder } from '../pki/setup.ts'
import { proxyName } from './http2/client.ts'
import { curl, type Origin, type ProxyChanges, type Proxy as RunningProxy, startProxy } from './setup.ts'

export interface TestDevice {
  readonly id: string
  readonly name: string
  readonly fingerprint: string
  readonly certificate: string
  readonly key: string
  /** For curl. */
  readonly files: readonly string[]
}

export function madeDevice(authority: Authority, name: string, now = Date.now()): TestDevice {
  const key = newKey()
  const { publicKey } = readCertificateRequest(certificateRequest(key))
  const device = { id: randomBytes(8).toString('hex'), name }
  const issuer = authority.issuer()
  const made = makeDeviceCertificate({ issuer, device, publicKey, days: 30, now, random: randomBytes })
  const pem = key.export({ type: 'pkcs8', format: 'pem' }).toString()
  return { ...device, fingerprint: made.fingerprint, ...shownAs(made.pem, pem) }
}

/** A certificate and its key, as Node and curl take them. */
export function shownAs(certificate: string, key: string) {
  const folder = testFolder()
  const [certificateFile, keyFile] = [join(folder, 'shown.pem'), join(folder, 'shown.key')]
  writeFileSync(certificateFile, certificate)
  writeFileSync(keyFile, key)
  return { certificate, key, files: ['--proxy-cert', certificateFile, '--proxy-key', keyFile] }
}

type Shown = Pick<TestDevice, 'certificate' | 'key' | 'files'>

export interface DeviceScene {
  readonly office: Authority
  readonly proxy: RunningProxy
  readonly roots: string
  readonly table: DeviceTable
  /** The only ones that count from now on. */
  count(...devices: readonly TestDevice[]): void
  /** Status and body of a request through the proxy. */
  ask(url: string, shown: Shown | null, more?: readonly string[]): Promise<{ status: string; body: string }>
  /** TLS with the proxy itself. */
  connect(shown: Shown | null, options?: ConnectionOptions): TLSSocket
}

export async function deviceScene(origins: Origin[], changes: ProxyChanges = {}): Promise<DeviceScene> {
  // Old enough that certificates of it can have ended.
  const made = testClock(Date.now() - 60 * dayMs)
  const { authority: office } = await testAuthority({ kind: 'office', clock: made })
  const names = () => [proxyName]
  const server = serverCertificate({ authority: office, clock: testClock(), random: randomBytes, names })
  const { certificateChain: cert, privateKey: key } = server.current()
  const ownCertificate = () => ({ cert, key })
  const table = new DeviceTable()
  const proxy = await startProxy(origins, {
    ...changes,
    ports: { ownCertificate, devices: table, ...changes.ports },
  })
  const roots = trustBundle([office], Date.now())
  const rootsFile = join(proxy.folder, 'office.pem')
  writeFileSync(rootsFile, roots)
  const through = [
    ...['--proxy', `https://${proxyName}:${proxy.port}`, '--proxy-cacert', rootsFile],
    ...[
      '--resolve',
      `${proxyName}:${proxy.port}:${proxy.host}`,
      '--write-out',
      '\n%{http_connect} %{http_code}',
    ],
  ]
  return {
    office,
    proxy,
    roots,
    table,
    count(...devices) {
      const certificates = devices.map(({ fingerprint, id, name }) => ({ fingerprint, id, name }))
      table.replace({ roots, certificates })
      proxy.egress.devicesChanged()
    },
    async ask(url, shown, more = []) {
      const { stdout } = await curl('curl', proxy, [...through, ...(shown?.files ?? []), ...more, url])
      const lines = stdout.toString().split('\n')
      return { status: lines.pop() ?? '', body: lines.join('\n') }
    },
    connect(shown, options = {}) {
      const identity = shown === null ? {} : { cert: shown.certificate, key: shown.key }
      const to = { host: proxy.host, port: proxy.port, servername: proxyName, ca: roots }
      const socket = connectTls({ ...to, ...identity, ...options })
      socket.on('error', () => {})
      onTestFinished(() => void socket.destroy())
      return socket
    },
  }
}
