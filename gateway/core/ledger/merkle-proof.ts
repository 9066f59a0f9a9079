/** Proves with a few hashes that an entry stands in the tree, or that an older tree is the beginning of a newer one. */
import { emptyRoot, type NodeReader, nodeHash, rangeHash, splitOf } from './merkle.ts'

/** RFC 6962 §2.1.1, PATH(index, D[0:size]). Throws RangeError where there is no such leaf. */
export function inclusionProof(index: number, size: number, node: NodeReader): Buffer[] {
  if (!(index >= 0 && index < size)) throw new RangeError('no such leaf')
  return pathOf({ start: 0, length: size }, index, node)
}

interface Range {
  start: number
  length: number
}

function pathOf({ start, length }: Range, index: number, node: NodeReader): Buffer[] {
  if (length === 1) return []
  const half = splitOf(length)
  return index < half
    ? [...pathOf({ start, length: half }, index, node), rangeHash(start + half, length - half, node)]
    : [
        ...pathOf({ start: start + half, length: length - half }, index - half, node),
        rangeHash(start, half, node),
      ]
}

/** RFC 6962 §2.1.2, PROOF(oldSize, D[0:size]); empty where either says nothing. Throws RangeError for a size beyond. */
export function consistencyProof(oldSize: number, size: number, node: NodeReader): Buffer[] {
  if (!(oldSize >= 0 && oldSize <= size)) throw new RangeError('no such tree')
  if (oldSize === 0 || oldSize === size) return []
  return subproof({ start: 0, length: size }, { oldLength: oldSize, known: true }, node)
}

function subproof(
  { start, length }: Range,
  { oldLength, known }: { oldLength: number; known: boolean },
  node: NodeReader,
): Buffer[] {
  if (oldLength === length) return known ? [] : [rangeHash(start, length, node)]
  const half = splitOf(length)
  if (oldLength <= half)
    return [
      ...subproof({ start, length: half }, { oldLength, known }, node),
      rangeHash(start + half, length - half, node),
    ]
  return [
    ...subproof(
      { start: start + half, length: length - half },
      { oldLength: oldLength - half, known: false },
      node,
    ),
    rangeHash(start, half, node),
  ]
}

export interface Inclusion {
  index: number
  size: number
  leaf: Uint8Array
  root: Uint8Array
  proof: readonly Uint8Array[]
}

/** RFC 9162 §2.1.3.2. */
export function verifyInclusion({ index, size, leaf, root, proof }: Inclusion): boolean {
  if (!(Number.isSafeInteger(index) && index >= 0 && index < size)) return false
  let [at, last] = [index, size - 1]
  let hash: Buffer = Buffer.from(leaf)
  for (const sibling of proof) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(sibling, hash)
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)]
    } else hash = nodeHash(hash, sibling)
    ;[at, last] = [Math.floor(at / 2), Math.floor(last / 2)]
  }
  return last === 0 && hash.equals(root)
}

export interface Consistency {
  oldSize: number
  oldRoot: Uint8Array
  size: number
  root: Uint8Array
  proof: readonly Uint8Array[]
}

/** RFC 9162 §2.1.4.2; the empty tree is the beginning of every tree. */
export function verifyConsistency({ oldSize, oldRoot, size, root, proof }: Consistency): boolean {
  if (!(Number.isSafeInteger(oldSize) && oldSize >= 0 && oldSize <= size)) return false
  if (oldSize === 0) return proof.length === 0 && emptyRoot().equals(oldRoot)
  if (oldSize === size) return proof.length === 0 && Buffer.from(oldRoot).equals(root)
  const isFullTree = Number.isInteger(Math.log2(oldSize))
  const [first, ...rest] = isFullTree ? [oldRoot, ...proof] : proof
  if (first === undefined) return false
  let [at, last] = [oldSize - 1, size - 1]
  while (at % 2 === 1) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)]
  let oldHash: Buffer = Buffer.from(first)
  let hash: Buffer = oldHash
  for (const sibling of rest) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      oldHash = nodeHash(sibling, oldHash)
      hash = nodeHash(sibling, hash)
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)]
    } else hash = nodeHash(hash, sibling)
    ;[at, last] = [Math.floor(at / 2), Math.floor(last / 2)]
  }
  return last === 0 && oldHash.equals(oldRoot) && hash.equals(root)
}
