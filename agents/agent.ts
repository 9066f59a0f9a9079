#!/usr/bin/env node
/** The device agent: `enrol` once with a one-time code, then `run`. */
import { parseArgs } from 'node:util'
import { AgentError, type ExitCode, exitCodes } from './agent-error.ts'
import { enrol } from './enrol.ts'
import { createHostProbe } from './probe.ts'
import { run } from './run.ts'

const version = '0.1.0'

const help = `Reports how this machine is to its Gatehouse.

  agent enrol --gateway https://gatehouse.home.arpa:8443 --code CODE --state FOLDER
  agent run --state FOLDER [--every SECONDS] [--spool MIB] [--while-input-open]

  enrol   takes the one-time code that \`gatehouse device add\` printed; - reads it from standard input
  run     measures every 5 seconds, keeps up to 16 MiB while the gateway is away, and renews its certificate;
          with --while-input-open it ends when its standard input does, as when the program that started it is killed

Exit codes: 0 stopped, 1 failed, 2 not understood, 3 no identity or one too many, 4 not our gateway, 5 turned away for good.
`

process.exitCode = await main(process.argv.slice(2))

async function main(argv: readonly string[]): Promise<ExitCode> {
  try {
    const { command, values } = understood(argv)
    switch (command) {
      case 'enrol':
        return await enrolCommand(values)
      case 'run':
        return await runCommand(values)
      case 'help':
        process.stdout.write(help)
        return exitCodes.ok
    }
  } catch (error) {
    if (!(error instanceof AgentError)) throw error
    say(`${error.message} ${error.hint}`)
    return error.exitCode
  }
}

type Values = Readonly<Partial<Record<'gateway' | 'code' | 'state' | 'every' | 'spool', string>>> & {
  readonly 'while-input-open'?: boolean
}

async function enrolCommand(values: Values): Promise<ExitCode> {
  const typed = needed(values, 'code')
  const { device, notAfter } = await enrol({
    gateway: addressOf(needed(values, 'gateway')),
    code: typed === '-' ? await firstLine() : typed,
    folder: needed(values, 'state'),
  })
  say(`Enrolled as ${device.name}. The certificate counts until ${new Date(notAfter).toISOString()}.`)
  return exitCodes.ok
}

async function runCommand(values: Values): Promise<ExitCode> {
  const ending = new AbortController()
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => ending.abort())
  if (values['while-input-open'] === true) process.stdin.once('end', () => ending.abort()).resume()
  return run({
    folder: needed(values, 'state'),
    measure: createHostProbe(),
    sampleMs: numberOf(values, 'every', { usual: 5, min: 1, max: 3600 }) * 1000,
    maxSpoolBytes: numberOf(values, 'spool', { usual: 16, min: 1, max: 4096 }) * 1024 * 1024,
    signal: ending.signal,
    say,
    version,
  })
}

function understood(argv: readonly string[]): { command: 'enrol' | 'run' | 'help'; values: Values } {
  try {
    const { positionals, values } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        gateway: { type: 'string' },
        code: { type: 'string' },
        state: { type: 'string' },
        every: { type: 'string' },
        spool: { type: 'string' },
        'while-input-open': { type: 'boolean' },
        help: { type: 'boolean' },
      },
    })
    const { help: asked, ...rest } = values
    const [command, ...others] = positionals
    if (asked || command === 'help') return { command: 'help', values: {} }
    if (others.length === 0 && (command === 'enrol' || command === 'run')) return { command, values: rest }
  } catch {
    // Said below, in the same words.
  }
  throw usage('The command was not understood.')
}

/** The options that take a text. */
type TextName = Exclude<keyof Values, 'while-input-open'>

function needed(values: Values, name: TextName): string {
  const value = values[name]
  if (value === undefined || value === '') throw usage(`--${name} is missing.`)
  return value
}

function numberOf(
  values: Values,
  name: TextName,
  { usual, min, max }: { usual: number; min: number; max: number },
): number {
  const text = values[name]
  if (text === undefined) return usual
  const number = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN
  if (number >= min && number <= max) return number
  throw usage(`--${name} takes a whole number from ${min} to ${max}.`)
}

function addressOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url?.protocol === 'https:' && url.username === '' && url.hostname !== '') return url
  throw usage('--gateway takes an address such as https://gatehouse.home.arpa:8443.')
}

async function firstLine(): Promise<string> {
  process.stdin.setEncoding('utf8')
  let text = ''
  for await (const chunk of process.stdin) {
    text += chunk
    if (text.includes('\n') || text.length > 1000) break
  }
  return text.split('\n', 1)[0] ?? ''
}

function usage(problem: string): AgentError {
  return new AgentError(exitCodes.usage, problem, { hint: 'See `agent help`.' })
}

/** Standard error: what a service manager keeps as the log. */
function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
