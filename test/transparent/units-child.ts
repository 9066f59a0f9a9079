/** Plays a service manager: starts a worker for each order it is given, all with the sockets that it has itself, and again where one ends. */
import { spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import { join } from 'node:path'
import { inheritedSockets } from '../../gateway/ops/inherited-sockets.ts'

const program = join(import.meta.dirname, '../../gateway/worker.ts')
/** None of them could open such a socket. */
const without = ['setpriv', '--no-new-privs', '--bounding-set=-net_admin,-net_raw', '--']
/** sd_listen_fds(3): the number of the process that the sockets are for is known once it runs. */
const handingIn = ['sh', '-c', 'LISTEN_PID=$$ exec "$0" "$@"']

const [wanted = 'handed-in', ...orders] = process.argv.slice(2)
const sockets = wanted === 'handed-in' ? inheritedSockets(process.env, process.pid) : []
const running = new Set<ReturnType<typeof spawn>>()
let isOver = false

function startUnit(order: string): void {
  const [command = '', ...args] = [...handingIn, ...without, process.execPath, '--disable-sigusr1', program]
  const child = spawn(command, args, {
    stdio: [openSync(order, 'r'), 'ignore', 'inherit', ...sockets],
    env: { PATH: process.env.PATH, LISTEN_FDS: String(sockets.length) },
  })
  running.add(child)
  child.once('exit', () => {
    running.delete(child)
    if (!isOver) setTimeout(startUnit, 200, order)
  })
}

process.on('SIGTERM', () => {
  isOver = true
  for (const child of running) child.kill('SIGKILL')
  process.exit(0)
})
for (const order of orders) startUnit(order)
