/** The agent's folder: its key and certificates, whom it trusts, and where its gateway is. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { enrolmentAnswer } from '../gateway/core/device/schema.ts'
import { AgentError, exitCodes } from './agent-error.ts'
import { replaceFile } from './replace-file.ts'

export interface Endpoint {
  host: string
  port: number
}

/** Who this device is to the gateway. */
export interface Identity {
  device: { id: string; name: string }
  broker: Endpoint
  files: Endpoint
  /** PEM, PKCS#8. */
  key: string
  /** PEM: the certificate, then what issued it. */
  chain: string
  /** PEM: roots of the office. */
  roots: string
  /** Milliseconds since 1970. */
  notBefore: number
  notAfter: number
}

/** Key and certificate lie in one file, since they change together. */
const files = { identity: 'identity.pem', roots: 'roots.pem', gateway: 'gateway.json' } as const

const gatewayFile = enrolmentAnswer.pick({ device: true, broker: true, files: true })

export function openFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
}

export function hasIdentity(folder: string): boolean {
  return existsSync(join(folder, files.identity))
}

/** The identity last, so that it is complete where it is there at all. */
export function writeIdentity(folder: string, identity: Omit<Identity, 'notBefore' | 'notAfter'>): void {
  const { device, broker, files: uploads, key, chain, roots } = identity
  replaceFile(join(folder, files.gateway), `${JSON.stringify({ device, broker, files: uploads }, null, 2)}\n`)
  replaceFile(join(folder, files.roots), roots)
  replaceFile(join(folder, files.identity), key + chain)
}

/** @throws AgentError where there is none, or it is damaged */
export function readIdentity(folder: string): Identity {
  if (!hasIdentity(folder))
    throw new AgentError(exitCodes.state, 'This device has not enrolled yet.', {
      hint: 'Ask for a one-time code (`gatehouse device add`), then run `enrol`.',
    })
  try {
    const read = (name: string) => readFileSync(join(folder, name), 'utf8')
    const { key, certificates } = takeApart(read(files.identity))
    const [own] = certificates
    if (own === undefined || !own.checkPrivateKey(key)) throw new TypeError('the key does not fit')
    const { device, broker, files: uploads } = gatewayFile.parse(JSON.parse(read(files.gateway)))
    return {
      device,
      broker,
      files: uploads,
      key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
      chain: certificates.map(String).join(''),
      roots: read(files.roots),
      notBefore: own.validFromDate.getTime(),
      notAfter: own.validToDate.getTime(),
    }
  } catch (cause) {
    throw new AgentError(exitCodes.state, `The identity in ${folder} is damaged.`, {
      hint: 'Revoke this device, add it again, and enrol into an empty folder.',
      cause,
    })
  }
}

/** Every certificate of a PEM text. Throws where one is none. */
export function certificatesIn(pem: string): X509Certificate[] {
  const found = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? []
  return found.map((each) => new X509Certificate(each))
}

function takeApart(pem: string): { key: KeyObject; certificates: X509Certificate[] } {
  return { key: createPrivateKey(pem), certificates: certificatesIn(pem) }
}
