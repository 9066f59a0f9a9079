/** Promises about a start that fails half way: nobody is left waiting at a port that was opened before. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import type { ProxyOrder } from './proxy-process.ts'
import { limits, maskAll } from './setup.ts'

async function listening(): Promise<{ server: Server; port: number }> {
  const server = createServer((socket) => socket.destroy())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => void server.close())
  return { server, port: (server.address() as AddressInfo).port }
}

/** `open`, or why not. */
async function knock(port: number): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  const [first] = await Promise.race([once(socket, 'connect').then(() => ['open']), once(socket, 'error')])
  socket.destroy()
  return typeof first === 'string' ? first : String((first as NodeJS.ErrnoException).code)
}

test("where the proxy's port is in use, the sockets of transparent mode are let go", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-half-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const [led, own] = [await listening(), await listening()]
  const order: ProxyOrder = {
    ...{ folder, host: 'origin.example.test', port: 443, rootPem: '', limits, policy: maskAll },
    led: { port: led.port, own: own.port },
  }
  const handle = (led.server as Server & { _handle: { fd: number } })._handle
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'proxy-process.ts'), JSON.stringify(order)],
    { stdio: ['pipe', 'pipe', 'inherit', handle.fd] },
  )
  onTestFinished(() => void child.kill('SIGKILL'))
  // The process alone holds it now.
  led.server.close()
  expect(await knock(led.port)).toBe('open')
  if (child.stdout === null) throw new Error('no pipe')
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  expect(line).toBe('"PORT_IN_USE"')
  expect(await knock(led.port)).toBe('ECONNREFUSED')
  expect(child.exitCode).toBeNull()
})
