/** Gives vault tests a folder that goes with the test, and ways to look at what lies in it. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openParts, type VaultChanges, type VaultParts } from './parts.ts'

export function testFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'gatehouse vault-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** Closed when the test ends, unless the test did. */
export async function testVault(changes: VaultChanges = {}, root = testFolder()): Promise<VaultParts> {
  const parts = await openParts(root, changes)
  onTestFinished(() => parts[Symbol.asyncDispose]())
  return parts
}

/** Every file below a folder, relative to it. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort()
}

export function blobsOf({ directory }: VaultParts): string[] {
  if (!existsSync(join(directory, 'blobs'))) return []
  return filesBelow(join(directory, 'blobs')).map((path) => path.slice(3))
}

export function unfinishedOf({ directory }: VaultParts): string[] {
  if (!existsSync(join(directory, 'incoming'))) return []
  return readdirSync(join(directory, 'incoming'))
}

/** Files below a folder that hold any of these bytes. */
export function filesHolding(folder: string, patterns: readonly Buffer[]): string[] {
  return filesBelow(folder).filter((name) => {
    const bytes = readFileSync(join(folder, name))
    return patterns.some((pattern) => bytes.includes(pattern))
  })
}
