/** Reads files of extra root certificates, certificate by certificate, and takes none that would never do its work. */
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { GatewayError } from '../core/errors.ts'
import type { ExtraRoots } from '../egress/options.ts'

interface Entry {
  destinations: readonly string[]
  file: string
}

/** Throws CONFIG_INVALID, which names the key, the file, and which certificate in it is at fault. */
export function readExtraRoots(entries: readonly Entry[]): ExtraRoots[] {
  return entries.map(readEntry)
}

/** What reading them would throw, entry by entry. */
export function lookAtExtraRoots(entries: readonly Entry[]): unknown[] {
  return entries.flatMap((entry, index) => thrownBy(() => readEntry(entry, index)))
}

function readEntry({ destinations, file }: Entry, index: number): ExtraRoots {
  return { destinations, pem: readRoots(file, `proxy.extraRoots[${index}].file`) }
}

/** Nothing where it throws nothing. */
export function thrownBy(act: () => unknown): unknown[] {
  try {
    act()
    return []
  } catch (error) {
    return [error]
  }
}

/** The file's certificates alone: what stands between them, a key perhaps, is nobody's business. */
function readRoots(file: string, path: string): string {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    const hint = `Correct ${path}: the file cannot be read.`
    throw new GatewayError('CONFIG_INVALID', { path, file }, { hint, cause })
  }
  const certificates = text.split(begin).slice(1).map(upToItsEnd)
  if (certificates.length === 0) {
    const hint = `Correct ${path}: the file holds no certificate in PEM form.`
    throw new GatewayError('CONFIG_INVALID', { path, file }, { hint })
  }
  for (const [index, pem] of certificates.entries()) {
    const fault = faultOf(pem)
    if (fault === null) continue
    const certificate = `${index + 1} of ${certificates.length}`
    const hint = `Correct ${path}: certificate ${certificate} in the file ${fault}.`
    throw new GatewayError('CONFIG_INVALID', { path, file, certificate }, { hint })
  }
  return certificates.join('')
}

/** RFC 7468 §5.1. */
const begin = '-----BEGIN CERTIFICATE-----'
const end = '-----END CERTIFICATE-----'

function upToItsEnd(rest: string): string | null {
  const at = rest.indexOf(end)
  return at === -1 ? null : `${begin}${rest.slice(0, at)}${end}\n`
}

/** What keeps a certificate from vouching for a destination, in words; null where nothing does. */
function faultOf(pem: string | null): string | null {
  if (pem === null) return 'has no end'
  let certificate: X509Certificate
  try {
    certificate = new X509Certificate(pem)
  } catch {
    return 'cannot be read'
  }
  return certificate.ca || vouchesForItself(certificate)
    ? null
    : 'is not that of an authority (CA); take the one that issued it'
}

/** A printer or recorder that made its own certificate is its own authority, and for nobody else. */
function vouchesForItself(certificate: X509Certificate): boolean {
  try {
    return certificate.subject === certificate.issuer && certificate.verify(certificate.publicKey)
  } catch {
    return false
  }
}
