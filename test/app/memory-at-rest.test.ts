/** Promises about memory: the command `gatehouse` starts a gateway that leaves room on a small box. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { openOffice } from './office.ts'

const root = join(import.meta.dirname, '../..')

test('a gateway that was started and left alone takes no more than 250 MB, whatever memory the machine has', async () => {
  const office = await openOffice()
  await office.writePolicy('mask')
  await office.writeConfig({})
  const gateway = spawn(
    'sh',
    [join(root, 'scripts/gatehouse'), 'start', '--json', '--config', office.configFile],
    { cwd: office.folder, stdio: ['ignore', 'pipe', 'ignore'] },
  )
  onTestFinished(async () => {
    if (gateway.exitCode !== null || gateway.signalCode !== null) return
    const gone = once(gateway, 'exit')
    gateway.kill('SIGTERM')
    await gone
  })
  for await (const line of createInterface({ input: gateway.stdout })) if (line.includes('"ready"')) break
  expect(gateway.exitCode).toBeNull()
  const status = readFileSync(`/proc/${gateway.pid}/status`, 'utf8')
  expect(Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024).toBeLessThanOrEqual(250)
})
