/** The program `gatehouse`: hands the command line to the command it names. */
import { setFlagsFromString } from 'node:v8'
import { runCli } from './cli/dispatch.ts'
import { drained } from './cli/drain.ts'
import { createTerminal } from './cli/terminal.ts'

// V8's threads compile short-lived code ahead; one that waits for memory while the process exits is waited for without an
// end (seen: `process.exit` joins the thread, the thread waits for a collection). A stop must end.
setFlagsFromString('--no-concurrent-sparkplug')

const interrupt = new AbortController()
// `start` listens for itself; commands that wait (`journal tail`) end well when Ctrl-C is pressed.
process.once('SIGINT', () => interrupt.abort())
// A reader that has seen enough (`gatehouse journal list | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

const args = process.argv.slice(2)
const exitCode = await runCli(args, {
  terminal: createTerminal({ stdout: process.stdout, stderr: process.stderr }),
  env: process.env,
  signal: interrupt.signal,
})
// `less` may take what it reads much later; a gateway that was stopped must end, though nobody reads its log.
const patience = args.includes('start') ? AbortSignal.timeout(1000) : interrupt.signal
await drained([process.stdout, process.stderr], patience)
process.exit(exitCode)
