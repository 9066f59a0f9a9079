/** Makes the demonstration's own authority and certificate, so that it stands apart from every key of the gateway. */
import { generateKeyPairSync } from 'node:crypto'
import { dayMs } from '../core/units.ts'
import {
  certificatePem,
  distinguishedName,
  type RandomBytes,
  randomSerial,
  signCertificate,
} from '../pki/certificate.ts'
import {
  authorityConstraints,
  authorityKeyIdentifier,
  authorityKeyUsage,
  leafConstraints,
  leafKeyUsage,
  serverAuthUsage,
  subjectAlternativeName,
  subjectKeyIdentifier,
} from '../pki/extensions.ts'

export interface DemoCertificates {
  rootPem: string
  /** Leaf, then root. */
  chainPem: string
  keyPem: string
}

/** A root and one leaf for `host` (a DNS name), both valid for a month; the root's key is forgotten at once. */
export function makeDemoCertificates(
  host: string,
  { now, random }: { now: number; random: RandomBytes },
): DemoCertificates {
  const root = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const leaf = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const rootKey = root.publicKey.export({ type: 'spki', format: 'der' })
  const leafKey = leaf.publicKey.export({ type: 'spki', format: 'der' })
  const rootName = distinguishedName([['commonName', 'Gatehouse demonstration CA (not for use)']])
  const common = { issuer: rootName, notBefore: now - dayMs, notAfter: now + 30 * dayMs }
  const rootPem = certificatePem(
    signCertificate(
      {
        ...common,
        serial: randomSerial(random),
        subject: rootName,
        publicKey: rootKey,
        extensions: [authorityConstraints(), authorityKeyUsage(), subjectKeyIdentifier(rootKey)],
      },
      root.privateKey,
    ),
  )
  const leafPem = certificatePem(
    signCertificate(
      {
        ...common,
        serial: randomSerial(random),
        subject: distinguishedName([['commonName', host]]),
        publicKey: leafKey,
        extensions: [
          leafConstraints(),
          leafKeyUsage(),
          serverAuthUsage(),
          subjectAlternativeName([{ kind: 'dns', text: host }], 'plain'),
          subjectKeyIdentifier(leafKey),
          authorityKeyIdentifier(rootKey),
        ],
      },
      root.privateKey,
    ),
  )
  const keyPem = leaf.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  return { rootPem, chainPem: leafPem + rootPem, keyPem }
}
