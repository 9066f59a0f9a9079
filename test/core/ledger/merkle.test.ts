/** The ledger's tree: RFC 6962's hashes, and proofs that hold for what is so and for nothing else. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  appendLeaf,
  emptyRoot,
  leafHash,
  type NodeReader,
  nodeHash,
  rootOf,
} from '../../../gateway/core/ledger/merkle.ts'
import {
  consistencyProof,
  inclusionProof,
  verifyConsistency,
  verifyInclusion,
} from '../../../gateway/core/ledger/merkle-proof.ts'

function treeOf(entries: readonly Uint8Array[]): { node: NodeReader; nodes: number; reads: number } {
  const known = new Map<string, Buffer>()
  const tree = {
    reads: 0,
    nodes: 0,
    node(level: number, position: number) {
      tree.reads++
      const hash = known.get(`${level} ${position}`)
      if (hash === undefined) throw new Error(`no full subtree at ${level}, ${position}`)
      return hash
    },
  }
  for (const [index, entry] of entries.entries())
    for (const { level, position, hash } of appendLeaf(index, leafHash(entry), tree.node))
      known.set(`${level} ${position}`, hash)
  tree.nodes = known.size
  return tree
}

/** The definition of RFC 6962 §2.1, word for word. */
function definedRoot(entries: readonly Uint8Array[]): Buffer {
  if (entries.length === 0) return emptyRoot()
  if (entries.length === 1) return leafHash(entries[0] as Uint8Array)
  const half = 2 ** Math.ceil(Math.log2(entries.length) - 1)
  return nodeHash(definedRoot(entries.slice(0, half)), definedRoot(entries.slice(half)))
}

/** The leaves d0 to d7 and roots 0 to 8 of Certificate Transparency's reference tests. */
const leaves = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((hex) => Buffer.from(hex, 'hex'))
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

test('the tree has the roots of the reference tests, from none to eight leaves', () => {
  for (const [size, root] of roots.entries()) {
    const { node } = treeOf(leaves.slice(0, size))
    expect(rootOf(size, node).toString('hex')).toBe(root)
  }
})

test('the published proofs of inclusion and consistency are the ones made here', () => {
  const { node } = treeOf(leaves)
  const hex = (hashes: readonly Buffer[]) => hashes.map((hash) => hash.toString('hex'))
  expect(hex(inclusionProof(0, 8, node))).toEqual([
    '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
    '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
    '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
  ])
  expect(hex(consistencyProof(6, 8, node))).toEqual([
    '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
    'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  ])
})

const entryLists = fc.array(fc.uint8Array({ maxLength: 8 }), { minLength: 1, maxLength: 70 })

test('a tree grown leaf by leaf is the tree of the definition, with fewer than two nodes a leaf', () => {
  fc.assert(
    fc.property(entryLists, (entries) => {
      const tree = treeOf(entries)
      expect(rootOf(entries.length, tree.node)).toEqual(definedRoot(entries))
      expect(tree.nodes).toBeLessThan(2 * entries.length)
    }),
  )
})

test('an append and a root look at no more nodes than the tree is high', () => {
  const tree = treeOf(Array.from({ length: 5000 }, (_, index) => Buffer.from(String(index))))
  for (const size of [4095, 4096, 4097, 5000]) {
    tree.reads = 0
    rootOf(size, tree.node)
    appendLeaf(size, leafHash(Buffer.from('x')), tree.node)
    expect(tree.reads).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(size)) + 1)
  }
})

test('a proof of inclusion holds for its leaf and no other, in its tree and no other', () => {
  fc.assert(
    fc.property(entryLists, fc.nat(), fc.nat(), (entries, pick, otherPick) => {
      const size = entries.length
      const [index, other] = [pick % size, otherPick % size]
      const { node } = treeOf(entries)
      const root = rootOf(size, node)
      const proof = inclusionProof(index, size, node)
      const claim = { index, size, root, proof, leaf: leafHash(entries[index] as Uint8Array) }
      expect(verifyInclusion(claim)).toBe(true)
      expect(verifyInclusion({ ...claim, leaf: leafHash(Buffer.from('forged entry')) })).toBe(false)
      expect(verifyInclusion({ ...claim, root: leafHash(root) })).toBe(false)
      expect(verifyInclusion({ ...claim, proof: [...proof, root] })).toBe(false)
      if (proof.length > 0) expect(verifyInclusion({ ...claim, proof: proof.slice(1) })).toBe(false)
      const sameEntry = Buffer.from(entries[other] as Uint8Array).equals(entries[index] as Uint8Array)
      if (!sameEntry)
        expect(verifyInclusion({ ...claim, leaf: leafHash(entries[other] as Uint8Array) })).toBe(false)
    }),
  )
})

test('a proof of consistency holds for every beginning of a tree, and for nothing that was rewritten', () => {
  fc.assert(
    fc.property(entryLists, fc.nat(), (entries, pick) => {
      const size = entries.length
      const oldSize = pick % (size + 1)
      const { node } = treeOf(entries)
      const [oldRoot, root] = [rootOf(oldSize, node), rootOf(size, node)]
      const proof = consistencyProof(oldSize, size, node)
      expect(verifyConsistency({ oldSize, oldRoot, size, root, proof })).toBe(true)
      expect(verifyConsistency({ oldSize, oldRoot, size, root: leafHash(root), proof })).toBe(
        // The empty tree is the beginning of anything.
        oldSize === 0,
      )
      expect(verifyConsistency({ oldSize, oldRoot: leafHash(oldRoot), size, root, proof })).toBe(false)
      const rewritten = entries.map((entry, index) => (index === 0 ? Buffer.from('another first') : entry))
      if (oldSize > 0) {
        const forged = rootOf(size, treeOf(rewritten).node)
        expect(verifyConsistency({ oldSize, oldRoot, size, root: forged, proof })).toBe(false)
      }
    }),
  )
})
