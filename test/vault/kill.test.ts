/** Processes that are killed while files arrive: what was acknowledged is there, what is listed is whole. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { plaintextOf } from '../../gateway/vault/open-object.ts'
import { fileNamed, gathered, openParts, type VaultParts } from './parts.ts'
import { blobsOf, testFolder, unfinishedOf } from './setup.ts'

/** Each kill of a process kills so many vaults, each at a moment of its own life: starting a process is what takes long. */
const vaultsPerProcess = 4
const killedVaults = Number(process.env.GATEHOUSE_VAULT_KILLS ?? 200)

interface Child {
  process: ChildProcess
  loaded: Promise<unknown>
  firstFile: Promise<unknown>
  /** By vault. */
  acknowledged: string[][]
}

/** Loads its code and waits for the word. */
function startChild(roots: readonly string[], compileCache: string): Child {
  const file = join(import.meta.dirname, 'uploading-child.ts')
  const child = spawn(process.execPath, [file, ...roots], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  child.stdin.on('error', () => undefined)
  const [loaded, firstFile] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const acknowledged: string[][] = roots.map(() => [])
  createInterface(child.stdout).on('line', (line) => {
    const [vault = '', name] = line.split(' ')
    if (name === undefined) return loaded.resolve()
    acknowledged[Number(vault)]?.push(name)
    firstFile.resolve()
  })
  return { process: child, loaded: loaded.promise, firstFile: firstFile.promise, acknowledged }
}

/** Every fifth while the vaults are opened, the others while files arrive. */
async function killAtRandom({ process: child, loaded, firstFile }: Child, turn: number): Promise<void> {
  await loaded
  const closed = once(child, 'close')
  child.stdin?.write('go\n')
  if (turn % 5 !== 0) await firstFile
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 120))
  child.kill('SIGKILL')
  await closed
}

/** Opens the vault as the next start would, and reads all that is new in it. */
async function lookAt(parts: VaultParts, acknowledged: readonly string[], seen: Set<string>): Promise<void> {
  expect(await parts.vault.tidied).toEqual({ removed: expect.any(Number), strange: 0, missing: 0 })
  expect(unfinishedOf(parts)).toEqual([])
  const listed = new Map<string, string>()
  for (let before: string | undefined, more = true; more; ) {
    const page = await parts.vault.list({ limit: 100, ...(before === undefined ? {} : { before }) })
    for (const { id, name } of page.objects) if (!seen.has(id)) listed.set(name ?? 'unreadable', id)
    // Pages are the newest first: what was seen after an earlier kill is not read again.
    more = page.next !== null && page.objects.some(({ id }) => !seen.has(id))
    before = page.next ?? undefined
  }
  for (const name of acknowledged) expect(listed.has(name), `${name} was acknowledged`).toBe(true)
  // What was not acknowledged may be listed only where it is whole: the process died before it could say so.
  for (const [name, id] of listed) {
    const { header } = await parts.vault.open(id)
    const content = await gathered(plaintextOf(header, parts.vault.blobs))
    expect(content.equals(fileNamed(name).content), `${name} is whole`).toBe(true)
    seen.add(id)
  }
  expect(blobsOf(parts).sort()).toEqual([...seen].sort())
}

test(`after a process was killed at a random moment, ${killedVaults} times a vault, everything acknowledged is whole, and everything listed is, too`, {
  timeout: 600_000,
}, async () => {
  const roots = Array.from({ length: vaultsPerProcess }, testFolder)
  const seen = roots.map(() => new Set<string>())
  const compileCache = testFolder()
  let next = startChild(roots, compileCache)
  let files = 0
  const turns = Math.ceil(killedVaults / vaultsPerProcess)
  for (let turn = 0; turn < turns; turn++) {
    const child = next
    await killAtRandom(child, turn)
    // The next one loads its code while the vaults are looked at; it opens them when it is told to.
    if (turn + 1 < turns) next = startChild(roots, compileCache)
    for (const [vault, root] of roots.entries()) {
      await using parts = await openParts(root)
      const acknowledged = child.acknowledged[vault] ?? []
      await lookAt(parts, acknowledged, seen[vault] ?? new Set())
      files += acknowledged.length
    }
  }
  expect(files, 'files were acknowledged between the kills').toBeGreaterThan(turns)
})
