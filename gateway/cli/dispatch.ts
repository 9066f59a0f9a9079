/** Finds the command that was asked for, reads its options, runs it, and reports what went wrong. */
import { parseArgs } from 'node:util'
import { suggest } from '../../config/suggest.ts'
import { version } from '../ops/version.ts'
import { type Call, type Command, type CommandGroup, isGroup, usage } from './command.ts'
import { commands } from './commands.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { reportFailure } from './failure.ts'
import { commandHelp, commonOptions, groupHelp, overview } from './help.ts'
import type { Terminal } from './terminal.ts'

export interface CliHost {
  terminal: Terminal
  env: Readonly<Record<string, string | undefined>>
  signal: AbortSignal
}

/** Runs one command line (without `node` and the program's name). Never throws. */
export async function runCli(args: readonly string[], host: CliHost): Promise<ExitCode> {
  // Known before parsing, so that a command line that cannot be parsed is answered in the right form too.
  const json = args.includes('--json')
  const debug = args.includes('--debug')
  try {
    return await dispatch(args, host)
  } catch (error) {
    return reportFailure(error, host.terminal, { json, debug })
  }
}

async function dispatch(args: readonly string[], host: CliHost): Promise<ExitCode> {
  const { leading, name, rest } = splitAtCommand(args)
  // What other programs have as commands are options here, and are understood as both.
  if (name === 'help')
    return dispatch([...leading, ...rest.filter((word) => word !== 'help'), '--help'], host)
  if (name === 'version') return dispatch([...leading, '--version'], host)
  if (name === null) return withoutCommand(leading, host.terminal)
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (entry === undefined) throw unknownCommand('', name, Object.keys(commands))
  const found = await entry.load()
  if (!isGroup(found)) return runCommand(found, [...leading, ...rest], host)
  const below = splitAtCommand(rest)
  if (below.name === null) {
    if (below.leading.includes('--help')) return print(groupHelp(name, found), host.terminal)
    if (found.unnamed !== undefined)
      return runCommand(commandIn(name, found, found.unnamed), [...leading, ...rest], host)
    throw usage(
      `${name} needs a command behind it.`,
      `Take one of: ${Object.keys(found.commands).join(', ')}. See gatehouse ${name} --help.`,
    )
  }
  const command = commandIn(name, found, below.name)
  return runCommand(command, [...leading, ...below.leading, ...below.rest], host)
}

function commandIn(groupName: string, group: CommandGroup, name: string): Command {
  const command = Object.hasOwn(group.commands, name) ? group.commands[name] : undefined
  if (command === undefined) throw unknownCommand(groupName, name, Object.keys(group.commands))
  return command
}

async function runCommand(command: Command, args: readonly string[], host: CliHost): Promise<ExitCode> {
  const { values, positionals } = parse(command, args)
  if (values.help === true) return print(commandHelp(command), host.terminal)
  const [least, most] = command.arguments
  if (positionals.length < least || positionals.length > most)
    throw usage(
      positionals.length < least
        ? `Something is missing behind ${nameOf(command)}.`
        : `There is more behind ${nameOf(command)} than it takes.`,
      `Write it as: gatehouse ${command.usage}`,
    )
  const call: Call = {
    arguments: positionals,
    options: values,
    configFile: typeof values.config === 'string' ? values.config : null,
    json: values.json === true,
    debug: values.debug === true,
    terminal: host.terminal,
    env: host.env,
    signal: host.signal,
  }
  return command.run(call)
}

function parse(command: Command, args: readonly string[]) {
  const known = { ...commonOptions, ...command.options }
  const options = Object.fromEntries(
    Object.entries(known).map(([name, option]) => [name, { type: option.type }]),
  )
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
    return parsed as { values: Record<string, string | boolean | undefined>; positionals: string[] }
  } catch (error) {
    throw optionMistake(error, command, args)
  }
}

/** parseArgs quotes the argument in its message, which may be anything: only names of options are repeated. */
function optionMistake(error: unknown, command: Command, args: readonly string[]) {
  const known = Object.keys({ ...commonOptions, ...command.options })
  const code = error instanceof Error && 'code' in error ? error.code : ''
  const help = `See gatehouse ${nameOf(command)} --help.`
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const unknown = args.map(optionName).find((name) => name !== null && !known.includes(name)) ?? ''
    return unknownOption(unknown, known, help)
  }
  return usage('An option lacks its value, or has one that it does not take.', help)
}

/** `json` of `--json=yes`; null where it is no option. */
function optionName(arg: string): string | null {
  return arg.startsWith('-') ? arg.replace(/^-+/, '').replace(/=.*$/s, '') : null
}

function unknownOption(name: string, known: readonly string[], help: string) {
  const near = suggest(name, known)
  const shown = /^[\w-]{1,40}$/.test(name) ? ` --${name}` : ''
  return usage(`There is no option${shown} here.`, near === null ? help : `Did you mean --${near}? ${help}`)
}

/** `config set` of `config set <key> <value>`. */
function nameOf({ usage }: Command): string {
  return usage.replace(/ ([<[(-]|[a-z]+\|).*$/, '')
}

/** Common options may stand before the command: `gatehouse --json status`. */
function splitAtCommand(args: readonly string[]): { leading: string[]; name: string | null; rest: string[] } {
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? ''
    if (arg === '--config') index++
    else if (!arg.startsWith('-'))
      return { leading: args.slice(0, index), name: arg, rest: args.slice(index + 1) }
  }
  return { leading: [...args], name: null, rest: [] }
}

const overviewOptions = [...Object.keys(commonOptions), 'version']

function withoutCommand(args: readonly string[], terminal: Terminal): ExitCode {
  if (args.includes('--version')) {
    if (args.includes('--json')) terminal.json({ version: version() })
    else terminal.line(version())
    return exitCodes.ok
  }
  const summaries = Object.fromEntries(Object.entries(commands).map(([name, entry]) => [name, entry.summary]))
  if (args.includes('--help')) return print(overview(summaries), terminal)
  const unknown = args.map(optionName).find((name) => name !== null && !overviewOptions.includes(name))
  if (unknown !== undefined && unknown !== null)
    throw unknownOption(unknown, overviewOptions, 'See gatehouse --help.')
  throw usage('A command is missing.', 'Begin with: gatehouse start --try. All commands: gatehouse --help.')
}

function unknownCommand(group: string, name: string, known: readonly string[]) {
  const shown = /^[\w-]{1,40}$/.test(name) ? ` ${name}` : ''
  const near = suggest(name, known)
  const prefix = group === '' ? 'gatehouse' : `gatehouse ${group}`
  return usage(
    `There is no command${shown}.`,
    near === null
      ? `Commands: ${known.join(', ')}. See ${prefix} --help.`
      : `Did you mean: ${prefix} ${near}`,
  )
}

function print(lines: readonly string[], terminal: Terminal): ExitCode {
  for (const line of lines) terminal.line(line)
  return exitCodes.ok
}
