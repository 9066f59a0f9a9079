/** What the bench asks of a proxy under test, so that the gateway and its peer are measured by one piece of code. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { Server } from './program.ts'

/** A running proxy that intercepts TLS with an authority of its own. */
export interface BenchProxy extends AsyncDisposable {
  readonly name: string
  /** The process whose tree is measured. */
  readonly pid: number
  readonly port: number
  /** PEM file of the root that its clients trust. */
  readonly caFile: string
}

/** Where the proxies find the bench's destination, and what they must trust to reach it. */
export interface Destination {
  host: string
  port: number
  /** PEM file of the root that vouches for it. */
  rootFile: string
}

/** Everything that differs between two series. */
export interface ProxyOrder {
  destination: Destination
  /** An empty folder for the proxy's files. */
  folder: string
  port: number
  env: NodeJS.ProcessEnv
}

/** Waits until the server accepts connections. Throws, with what it said, when it ended or after 20 seconds. */
export async function untilAccepting(port: number, { child, output }: Server): Promise<void> {
  for (let attempt = 0; attempt < 200 && child.exitCode === null; attempt += 1) {
    if (await accepts(port)) return
    await wait(100)
  }
  throw new Error(`nothing listens on port ${port}: ${output()}`)
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port })
  const accepted = await once(socket, 'connect').then(
    () => true,
    () => false,
  )
  socket.destroy()
  return accepted
}
