/** Runs the peer: the Mosquitto broker with the same certificates, the same rule of topics, and nothing stored. */

import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../../free-port.ts'
import { end, startServer } from '../egress/program.ts'
import { untilAccepting } from '../egress/proxy.ts'
import type { Papers } from './papers.ts'

const programs = ['/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto', '/usr/bin/mosquitto']

export function mosquittoInstalled(): boolean {
  return programs.some((path) => existsSync(path))
}

export async function startMosquitto(folder: string, papers: Papers) {
  const program = programs.find((path) => existsSync(path)) ?? ''
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  const port = await freePort()
  const configuration = [
    `listener ${port} 127.0.0.1`,
    `cafile ${file('root.pem', papers.root)}`,
    `certfile ${file('server.pem', papers.server.cert)}`,
    `keyfile ${file('server.key', papers.server.key)}`,
    'require_certificate true',
    'use_identity_as_username true',
    `acl_file ${file('acl', 'pattern readwrite gatehouse/v1/%u/#\n')}`,
    'persistence false',
    'log_type error',
    ...(process.getuid?.() === 0 ? ['user root'] : []),
  ]
  const command = [program, '-c', file('mosquitto.conf', `${configuration.join('\n')}\n`)]
  const server = startServer(command, { env: process.env, cwd: folder })
  await untilAccepting(port, server)
  return { pid: server.child.pid ?? 0, port, [Symbol.asyncDispose]: () => end(server.child, 'SIGTERM') }
}
