/** A file system in memory that loses power at a chosen step, and forgets what nobody synced. */
import { dirname } from 'node:path'
import type { FileLayer, FoundFile } from '../../gateway/keyring/file-layer.ts'

/** What a disk may keep of what was not synced: all of it, none of it, or the names without the bytes. */
export type Survival = 'everything' | 'only-synced' | 'names-without-bytes'
export const survivals: readonly Survival[] = ['everything', 'only-synced', 'names-without-bytes']

export class PowerCut extends Error {}

interface Inode {
  bytes: Buffer
  synced: Buffer
}

/** `cutAt`: the step, counted from 1, that is not carried out any more (a write is then half done). */
export class PowerCutFiles implements FileLayer {
  readonly #cutAt: number
  #names = new Map<string, Inode>()
  #syncedNames = new Map<string, Inode>()
  steps = 0

  constructor(cutAt = Number.POSITIVE_INFINITY, names: Map<string, Inode> = new Map()) {
    this.#cutAt = cutAt
    this.#names = new Map(names)
    this.#syncedNames = new Map(names)
  }

  /** The disk as the next start finds it. */
  afterCut(survival: Survival, cutAt?: number): PowerCutFiles {
    const names = survival === 'only-synced' ? this.#syncedNames : this.#names
    const inodes = [...names].map(([path, inode]): [string, Inode] => {
      const bytes = survival === 'everything' ? inode.bytes : inode.synced
      return [path, { bytes: Buffer.from(bytes), synced: Buffer.from(bytes) }]
    })
    return new PowerCutFiles(cutAt, new Map(inodes))
  }

  read(path: string): FoundFile | null {
    const inode = this.#names.get(path)
    if (inode === undefined) return null
    return { bytes: Buffer.from(inode.bytes), regular: true, mode: 0o600, uid: process.geteuid?.() ?? 0 }
  }

  write(path: string, bytes: Uint8Array): void {
    const inode = this.#names.get(path) ?? { bytes: Buffer.alloc(0), synced: Buffer.alloc(0) }
    this.#names.set(path, inode)
    inode.bytes = Buffer.from(bytes.subarray(0, bytes.length >> 1))
    this.#step()
    inode.bytes = Buffer.from(bytes)
  }

  sync(path: string): void {
    this.#step()
    const inode = this.#inode(path)
    inode.synced = inode.bytes
  }

  rename(from: string, to: string): void {
    this.#step()
    this.#names.set(to, this.#inode(from))
    this.#names.delete(from)
  }

  syncDirectory(path: string): void {
    this.#step()
    for (const name of this.#syncedNames.keys()) if (dirname(name) === path) this.#syncedNames.delete(name)
    for (const [name, inode] of this.#names) if (dirname(name) === path) this.#syncedNames.set(name, inode)
  }

  remove(path: string): void {
    this.#step()
    this.#names.delete(path)
  }

  list(path: string): string[] {
    return [...this.#names.keys()]
      .filter((name) => dirname(name) === path)
      .map((name) => name.slice(path.length + 1))
  }

  makeDirectory(): void {
    this.#step()
  }

  #step(): void {
    this.steps++
    if (this.steps >= this.#cutAt) throw new PowerCut()
  }

  #inode(path: string): Inode {
    const inode = this.#names.get(path)
    if (inode === undefined) throw new Error(`no such file: ${path}`)
    return inode
  }
}
