/** Grows a Merkle tree one leaf at a time, and says its root: the hash that stands for every entry so far. */
import { createHash } from 'node:crypto'

/** The hash of the full subtree over leaves `position << level` to `(position + 1) << level`, exclusive. */
export interface TreeNode {
  level: number
  position: number
  hash: Buffer
}

/** Looks up a full subtree that lies within the tree. */
export type NodeReader = (level: number, position: number) => Uint8Array

/** RFC 6962 §2.1: a leaf can never be passed off as an inner node, since their hashes begin differently. */
export function leafHash(entry: Uint8Array): Buffer {
  return createHash('sha256').update(leafPrefix).update(entry).digest()
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash('sha256').update(nodePrefix).update(left).update(right).digest()
}

/** RFC 6962 §2.1: the root of no entries is the hash of nothing. */
export function emptyRoot(): Buffer {
  return createHash('sha256').digest()
}

/** What has to be kept of a new leaf: itself and each subtree that it fills. At most 1 + log2(size) nodes. */
export function appendLeaf(size: number, leaf: Buffer, node: NodeReader): TreeNode[] {
  const added: TreeNode[] = [{ level: 0, position: size, hash: leaf }]
  let { level, position, hash } = added[0] as TreeNode
  while (position % 2 === 1) {
    hash = nodeHash(node(level, position - 1), hash)
    level += 1
    position = (position - 1) / 2
    added.push({ level, position, hash })
  }
  return added
}

/** The root over the first `size` leaves: O(log size) look-ups. */
export function rootOf(size: number, node: NodeReader): Buffer {
  return size === 0 ? emptyRoot() : rangeHash(0, size, node)
}

/** MTH of RFC 6962 §2.1 over `length` leaves from `start`, which is a multiple of the next power of two. */
export function rangeHash(start: number, length: number, node: NodeReader): Buffer {
  const half = splitOf(length)
  if (half * 2 === length || length === 1) return Buffer.from(node(Math.log2(length), start / length))
  return nodeHash(rangeHash(start, half, node), rangeHash(start + half, length - half, node))
}

/** The largest power of two smaller than `length` (RFC 6962 §2.1); 0 for 1. */
export function splitOf(length: number): number {
  let half = 1
  if (length <= 1) return 0
  while (half * 2 < length) half *= 2
  return half
}

const leafPrefix = Buffer.of(0)
const nodePrefix = Buffer.of(1)
