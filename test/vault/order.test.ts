/** The order of what is made durable: a power cut between any two steps must find nothing that was acknowledged half done. */
import fsp, { type FileHandle } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { basename, dirname } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { put } from './parts.ts'
import { testVault } from './setup.ts'

/** Writes down what is opened, written, synced and renamed from now on, by the last two parts of each path. */
function watchFiles(): string[] {
  const steps: string[] = []
  const real = { open: fsp.open, rename: fsp.rename }
  const shown = (path: unknown) => `${basename(dirname(String(path)))}/${basename(String(path))}`
  fsp.open = async (path, ...rest) => {
    const handle: FileHandle = await real.open(path, ...rest)
    const [write, sync] = [handle.write.bind(handle), handle.sync.bind(handle)]
    handle.write = ((...args: Parameters<typeof write>) => {
      steps.push(`write ${shown(path)}`)
      return write(...args)
    }) as typeof handle.write
    handle.sync = async () => {
      await sync()
      steps.push(`sync ${shown(path)}`)
    }
    return handle
  }
  fsp.rename = async (from, to) => {
    await real.rename(from, to)
    steps.push(`rename ${shown(from)} to ${shown(to)}`)
  }
  syncBuiltinESMExports()
  onTestFinished(() => {
    Object.assign(fsp, real)
    syncBuiltinESMExports()
  })
  return steps
}

test('bytes are synced before they get their name, the name before the row, the row before the acknowledgement', async () => {
  const steps = watchFiles()
  const parts = await testVault()
  // A row counts for others once it is committed; it is looked for at each step.
  parts.events.subscribe('object.sealed', () => void steps.push('row is there'))
  const { id } = await put(parts.vault, Buffer.alloc(1_000_000))
  steps.push('acknowledged')
  const folder = id.slice(-2)
  const from = steps.indexOf(`write incoming/${id}`)
  const told = steps.slice(from).filter((step, at, all) => step !== all[at - 1])
  expect(told).toEqual(
    [
      `write incoming/${id}`,
      `sync incoming/${id}`,
      // The folders are new, and so are their names in the folders above them.
      'sync vault/blobs',
      `rename incoming/${id} to ${folder}/${id}`,
      `sync blobs/${folder}`,
      'row is there',
      'acknowledged',
    ].flatMap((step) =>
      step === 'sync vault/blobs' ? [expect.stringMatching(/^sync .*\/vault$/), step] : [step],
    ),
  )
})
