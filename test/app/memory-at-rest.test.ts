/** Promises about memory: the command `gatehouse` starts a gateway that leaves room on a small box. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { openOffice } from './office.ts'

const root = join(import.meta.dirname, '../..')

// The compiled code that tests share, so that they start sooner, takes 13 MB in each process; an owner's gateway has none.
const { NODE_COMPILE_CACHE: _, ...environment } = process.env

/** A gateway that says it is ready, as the command starts it. */
async function startedByCommand(workers: number): Promise<number> {
  const office = await openOffice()
  await office.writePolicy('mask')
  await office.writeConfig({ proxy: { workers } })
  const gateway = spawn(
    'sh',
    [join(root, 'scripts/gatehouse'), 'start', '--json', '--config', office.configFile],
    { cwd: office.folder, env: environment, stdio: ['ignore', 'pipe', 'ignore'] },
  )
  onTestFinished(async () => {
    if (gateway.exitCode !== null || gateway.signalCode !== null) return
    const gone = once(gateway, 'exit')
    gateway.kill('SIGTERM')
    await gone
  })
  for await (const line of createInterface({ input: gateway.stdout })) if (line.includes('"ready"')) break
  expect(gateway.exitCode).toBeNull()
  return gateway.pid ?? 0
}

/**
 * The start leaves some 30 MB of garbage, and whether it is collected before or behind "ready" is chance: so a gateway that is left
 * alone has half a minute to come down to what it keeps.
 */
const cameToRest = { timeout: 30_000, interval: 500 }

/** In MB: what is a process's own, and pages of files, which processes of one program share. */
function memoryOf(processId: number): { own: number; files: number } {
  const status = readFileSync(`/proc/${processId}/status`, 'utf8')
  const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) / 1024
  return { own: of('RssAnon') + of('RssShmem'), files: of('RssFile') }
}

test('a gateway that was started and left alone takes no more than 185 MB, whatever memory the machine has', async () => {
  const gateway = await startedByCommand(0)
  const taken = () => {
    const { own, files } = memoryOf(gateway)
    return own + files
  }
  await expect.poll(taken, cameToRest).toBeLessThanOrEqual(185)
})

test('control and one worker together take no more than 250 MB, with the pages of their program counted once', async () => {
  const control = await startedByCommand(1)
  const children = readFileSync(`/proc/${control}/task/${control}/children`, 'utf8').trim().split(' ')
  expect(children).toHaveLength(1)
  const taken = () => {
    const [first, second] = [memoryOf(control), memoryOf(Number(children[0]))]
    return first.own + second.own + Math.max(first.files, second.files)
  }
  await expect.poll(taken, cameToRest).toBeLessThanOrEqual(250)
})
