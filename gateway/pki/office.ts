/** Gives the box's own HTTPS port its certificate, and a new one before it ends or when the box's addresses change. */
import { generateKeyPairSync } from 'node:crypto'
import type { NetworkInterfaceInfo } from 'node:os'
import type { Clock, Leaf } from '../core/ports.ts'
import type { Authority } from './authority.ts'
import type { RandomBytes } from './certificate.ts'
import type { Issuer } from './generation.ts'
import { type DatedLeaf, type LeafKey, leafKey, makeLeaf } from './leaf.ts'
import { type HostName, parseHostName } from './names.ts'

export interface ServerCertificateOptions {
  /** The office authority. */
  authority: Authority
  clock: Clock
  random: RandomBytes
  /** Asked at each look, since addresses change; `ownNames` makes the usual list. The first is the common name. */
  names: () => readonly string[]
  /** Lifetime in days; at most 90. */
  days?: number
}

/** The certificate of one of the box's own servers. */
export interface ServerCertificate {
  /** The one to serve now; made anew where the last one is due, its authority rolled over, or the names changed. */
  current(): Leaf
  /**
   * Looks whether the one to serve is another than at the look before, also where `current` made it meanwhile. To be
   * called every few hours; where true, servers have to be given it (`setSecureContext`). The first look is true.
   */
  refresh(): boolean
}

/**
 * The key lives in memory only and is made anew with each root: what clients trust is the root.
 *
 * @throws GatewayError LEAF_REFUSED from `current` where the authority ended
 */
export function serverCertificate(options: ServerCertificateOptions): ServerCertificate {
  const { authority, clock, random, days = 90 } = options
  let seen: DatedLeaf | null = null
  let made: { issuer: Issuer; key: LeafKey; names: string; leaf: DatedLeaf } | null = null

  function current(): DatedLeaf {
    const issuer = authority.issuer()
    const names = speakable(options.names(), authority)
    const wanted = names.map((name) => name.text).join(' ')
    const now = clock.now()
    const sameRoot = made?.issuer === issuer
    if (made !== null && sameRoot && made.names === wanted && now < made.leaf.renewAt) return made.leaf
    const key =
      made !== null && sameRoot ? made.key : leafKey(generateKeyPairSync('ec', { namedCurve: 'prime256v1' }))
    made = { issuer, key, names: wanted, leaf: makeLeaf({ issuer, key, names, days, now, random }) }
    return made.leaf
  }

  return {
    current,
    refresh() {
      const leaf = current()
      const isNew = leaf !== seen
      seen = leaf
      return isNew
    },
  }
}

/** What is no name for a certificate, or excluded, is left out: one odd interface must not leave the page without any. */
function speakable(texts: readonly string[], authority: Authority): HostName[] {
  const byText = new Map<string, HostName>()
  for (const text of texts) {
    const name = parseHostName(text)
    if (name !== null && authority.excludes(name) === null) byText.set(name.text, name)
  }
  return [...byText.values()]
}

/**
 * The names under which a box is reached: the office's name for it, localhost, loopback, and its interfaces' addresses.
 *
 * @param interfaces what `os.networkInterfaces()` gives; link-local addresses are left out, as they need a zone
 */
export function ownNames(
  hostName: string,
  interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>,
): string[] {
  const addresses = Object.values(interfaces)
    .flatMap((infos) => infos ?? [])
    .filter((info) => !info.internal && !/^(?:fe[89ab]|169\.254\.)/i.test(info.address))
    .map((info) => info.address)
    .sort()
  return [hostName, 'localhost', '127.0.0.1', '::1', ...addresses]
}
