/** Signs leaves for a worker: it keeps its own private key, which never comes here, and is given certificates alone. */
import { createPublicKey, type KeyObject } from 'node:crypto'
import { GatewayError } from '../core/errors.ts'
import type { Clock } from '../core/ports.ts'
import type { Authority } from './authority.ts'
import type { RandomBytes } from './certificate.ts'
import { subjectKeyIdentifier } from './extensions.ts'
import { type DatedLeaf, makeLeaf } from './leaf.ts'
import { allowedName } from './leaves.ts'

export interface WorkerLeavesOptions {
  authority: Authority
  clock: Clock
  random: RandomBytes
  leafDays: number
  onIssue(): void
}

/** A leaf without its private key. `epoch`: the generation that signed it. */
export interface SignedLeaf
  extends Pick<DatedLeaf, 'certificateChain' | 'notBefore' | 'notAfter' | 'renewAt'> {
  epoch: number
}

export interface WorkerLeaves {
  /** Grows when another root begins to sign. */
  epoch(): number
  /** A P-256 key in DER (SubjectPublicKeyInfo). Throws LEAF_REFUSED for names as `LeafIssuer`, and for other keys. */
  sign(host: string, publicKey: Uint8Array): SignedLeaf
}

export function createWorkerLeaves(options: WorkerLeavesOptions): WorkerLeaves {
  const { authority, clock, random, leafDays } = options
  return {
    epoch: () => authority.issuer().generation.number,
    sign(host, publicKey) {
      const name = allowedName(host, authority)
      const spki = checkedKey(publicKey)
      const issuer = authority.issuer()
      const key = { publicKey: spki, privateKey: '', identifier: subjectKeyIdentifier(spki) }
      const leaf = makeLeaf({ issuer, key, names: [name], days: leafDays, now: clock.now(), random })
      options.onIssue()
      const { privateKey: _, ...signed } = leaf
      return { ...signed, epoch: issuer.generation.number }
    },
  }
}

/** As node writes it: what else the bytes may hold besides the key is not signed. */
function checkedKey(der: Uint8Array): Uint8Array {
  let key: KeyObject
  try {
    key = createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' })
  } catch (cause) {
    throw new GatewayError('LEAF_REFUSED', { why: 'not-a-key' }, { cause })
  }
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1')
    throw new GatewayError('LEAF_REFUSED', { why: 'not-a-key' })
  return key.export({ type: 'spki', format: 'der' })
}
