/** Runs the programs of the trial: each a process of its own, ended with the gateway. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { secondMs } from '../core/units.ts'

const programs = {
  agent: new URL('../../agents/agent.ts', import.meta.url),
  camera: new URL('../demo/camera.ts', import.meta.url),
  customer: new URL('../demo/customer.ts', import.meta.url),
} as const

export interface DemoProcesses {
  /** Starts a program that runs until it is ended. */
  start(program: keyof typeof programs, args: readonly string[]): ChildProcess
  /** Runs a program to its end; false where it failed. `input` goes to its standard input, where nobody else can read it. */
  run(program: keyof typeof programs, args: readonly string[], input?: string): Promise<boolean>
  /** Ends all of them, by force after a moment. */
  end(): Promise<void>
}

export function createDemoProcesses(): DemoProcesses {
  const running = new Set<ChildProcess>()

  function start(program: keyof typeof programs, args: readonly string[]): ChildProcess {
    const child = spawn(process.execPath, [fileURLToPath(programs[program]), ...args], {
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    running.add(child)
    child.once('exit', () => running.delete(child))
    child.once('error', () => running.delete(child))
    // A program that ended early does not read what it is told.
    child.stdin?.on('error', () => undefined)
    return child
  }

  return {
    start,
    async run(program, args, input = '') {
      const child = start(program, args)
      child.stdin?.end(input)
      const [code] = await once(child, 'exit')
      return code === 0
    },
    async end() {
      const force = setTimeout(() => {
        for (const child of running) child.kill('SIGKILL')
      }, 2 * secondMs)
      await Promise.all(
        [...running].map(async (child) => {
          const gone = once(child, 'exit')
          child.kill('SIGTERM')
          await gone
        }),
      )
      clearTimeout(force)
    },
  }
}
