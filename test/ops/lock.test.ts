/** Promises of the lock: one gateway a folder, and a killed one never blocks the next. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { takeLock } from '../../gateway/ops/lock.ts'

async function lockFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-lock-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return join(folder, 'gatehouse.lock')
}

/** Another process that holds the lock until it is killed. */
async function holder(file: string): Promise<ChildProcess> {
  const source = `import { takeLock } from ${JSON.stringify(join(import.meta.dirname, '../../gateway/ops/lock.ts'))}
takeLock(${JSON.stringify(file)}); console.log('held'); setInterval(() => undefined, 1000)`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout as NodeJS.ReadableStream, 'data')
  return child
}

test('while another process holds the folder, a start says ALREADY_RUNNING', async () => {
  const file = await lockFile()
  await holder(file)
  expect(() => takeLock(file)).toThrow(expect.objectContaining({ code: 'ALREADY_RUNNING' }))
})

test('a holder that was killed with -9 leaves nothing behind that has to be cleaned up', async () => {
  const file = await lockFile()
  const child = await holder(file)
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(() => takeLock(file).release()).not.toThrow()
})

test('within one process, too, the lock is held once, and free after its release', async () => {
  const file = await lockFile()
  const lock = takeLock(file)
  expect(() => takeLock(file)).toThrow(expect.objectContaining({ code: 'ALREADY_RUNNING' }))
  lock.release()
  lock.release()
  takeLock(file).release()
  expect((await stat(file)).mode & 0o777).toBe(0o600)
})
