/** A data folder on the real disk for keyring tests, gone when the test ends. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Clock } from '../../gateway/core/ports.ts'
import type { Keyring } from '../../gateway/keyring/keyring.ts'
import { openKeyring } from '../../gateway/keyring/keyring.ts'
import type { RootSource } from '../../gateway/keyring/root-source.ts'

export interface DataFolder {
  root: string
  keys: string
  keyFile: string
  source: { kind: 'file'; path: string }
}

export function dataFolder(): DataFolder {
  const root = mkdtempSync(join(tmpdir(), 'gatehouse keyring-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const keys = join(root, 'keys')
  const keyFile = join(keys, 'root.key')
  return { root, keys, keyFile, source: { kind: 'file', path: keyFile } }
}

export const november: Clock = { now: () => Date.UTC(2026, 10, 22, 12), monotonic: () => 0 }

export function open(
  folder: DataFolder,
  root: RootSource = folder.source,
  clock = november,
): Promise<Keyring> {
  const protects = [join(folder.root, 'gatehouse.db')]
  return openKeyring({ directory: folder.keys, root, clock, createIfNew: true, protects })
}
