/** Makes one generation of an authority: its key, its self-signed root, and the handle that leaves are issued with. */
import { createPublicKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto'
import { dayMs } from '../core/units.ts'
import {
  certificatePem,
  distinguishedName,
  maxNameAttributeLength,
  type RandomBytes,
  randomSerial,
  signCertificate,
} from './certificate.ts'
import { type Exclusion, parseExclusions } from './exclusions.ts'
import {
  authorityConstraints,
  authorityKeyIdentifier,
  authorityKeyUsage,
  excludedNames,
  subjectKeyIdentifier,
} from './extensions.ts'
import { subjectDer } from './subject.ts'

/** *interception* speaks for hosts of the internet to the office's clients; *office* for the office's own machines. */
export type AuthorityKind = 'interception' | 'office'

/** What is public about one root of an authority. Times are milliseconds since 1970. */
export interface Generation {
  /** Counts up from 1. */
  readonly number: number
  readonly certificate: X509Certificate
  readonly notBefore: number
  readonly notAfter: number
  /** From when on leaves are issued by this root; clients should trust it by then. */
  readonly issuesFrom: number
  /** No longer to be trusted although not expired: it was replaced at once, as after a theft. */
  readonly withdrawn: boolean
  /** What the root's name constraints exclude. */
  readonly excluded: readonly Exclusion[]
}

/** What signing a leaf takes, encoded once per generation. */
export interface Issuer {
  readonly generation: Generation
  readonly privateKey: KeyObject
  /** Distinguished name, DER. */
  readonly name: Uint8Array
  /** The authorityKeyIdentifier extension of its leaves, DER. */
  readonly keyIdentifier: Uint8Array
  /** The root, PEM. */
  readonly pem: string
}

export interface GenerationOrder {
  readonly kind: AuthorityKind
  readonly number: number
  readonly officeName: string
  readonly lifetimeDays: number
  readonly excluded: readonly string[]
  /** Milliseconds since 1970. */
  readonly now: number
  readonly issuesFrom: number
  readonly random: RandomBytes
}

/** A generation with its opened key. */
export interface KeyedGeneration {
  readonly generation: Generation
  readonly privateKey: KeyObject
}

/** Clients whose clock is behind must not find the root, or the leaves under it, to be from the future. */
const backDateMs = 2 * dayMs

/**
 * A fresh P-256 key and its root: path length 0, certificates and revocation lists only, excluded names critical.
 *
 * @throws GatewayError CONFIG_INVALID where an excluded name is none
 */
export function makeGeneration(order: GenerationOrder): KeyedGeneration {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const excluded = parseExclusions(order.excluded)
  const name = subjectName(order, spki)
  const notBefore = wholeSeconds(order.now - backDateMs)
  // RFC 5280 §4.1.2.5: both ends belong to the validity, hence the second less.
  const notAfter = wholeSeconds(order.now + order.lifetimeDays * dayMs) - 1000
  const der = signCertificate(
    {
      serial: randomSerial(order.random),
      issuer: name,
      subject: name,
      notBefore,
      notAfter,
      publicKey: spki,
      extensions: [
        authorityConstraints(),
        authorityKeyUsage(),
        subjectKeyIdentifier(spki),
        ...(excluded.length > 0 ? [excludedNames(excluded)] : []),
      ],
    },
    privateKey,
  )
  const certificate = new X509Certificate(der)
  const { number, issuesFrom } = order
  return {
    generation: { number, certificate, notBefore, notAfter, issuesFrom, withdrawn: false, excluded },
    privateKey,
  }
}

/** Makes a generation ready to sign; null where its certificate has no readable subject. */
export function issuerOf({ generation, privateKey }: KeyedGeneration): Issuer | null {
  const name = subjectDer(generation.certificate.raw)
  if (name === null) return null
  const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' })
  return {
    generation,
    privateKey,
    name,
    keyIdentifier: authorityKeyIdentifier(spki),
    pem: certificatePem(generation.certificate.raw),
  }
}

const kindTitles: Record<AuthorityKind, string> = {
  interception: 'Gatehouse inspection CA',
  office: 'Gatehouse office CA',
}

/**
 * The office's name, then what the root is for. Generation and a piece of the key make the name unique: two roots of one
 * name would leave it to each client which of them it tries (RFC 4158 §3.5).
 */
function subjectName(order: GenerationOrder, spki: Uint8Array): Buffer {
  const mark = Buffer.from(spki.subarray(-4)).toString('hex')
  const commonName = `${kindTitles[order.kind]} ${order.number} ${mark}`
  const office = nameAttribute(order.officeName)
  return distinguishedName([
    ...(office === '' ? [] : [['organization', office] as const]),
    ['commonName', commonName],
  ])
}

/** One line of at most 64 characters, as certificates allow. */
function nameAttribute(text: string): string {
  const oneLine = text
    .normalize('NFC')
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
  return [...oneLine].slice(0, maxNameAttributeLength).join('').trim()
}

export function wholeSeconds(at: number): number {
  return Math.floor(at / 1000) * 1000
}
