/** What a command of `gatehouse` is, and what it is called with. */
import { suggest } from '../../config/suggest.ts'
import { GatewayError } from '../core/errors.ts'
import type { ExitCode } from './exit-codes.ts'
import type { Terminal } from './terminal.ts'

export interface Option {
  type: 'string' | 'boolean'
  /** What stands for the value in the help, such as `FILE`. */
  value?: string
  text: string
}

export interface Command {
  /** One line of the list of commands. */
  summary: string
  /** Behind `gatehouse`, such as `config set <key> <value>`. */
  usage: string
  /** Anything else that helps, whole sentences. */
  details?: string
  options: Readonly<Record<string, Option>>
  /** How many arguments it takes besides options: at least, at most. */
  arguments: readonly [number, number]
  run(call: Call): Promise<ExitCode>
}

/** A command with commands below it, such as `config`. */
export interface CommandGroup {
  summary: string
  /** The command that is meant where none is named; absent: one has to be. */
  unnamed?: string
  commands: Readonly<Record<string, Command>>
}

/** One call of a command. */
export interface Call {
  arguments: readonly string[]
  options: Readonly<Record<string, string | boolean | undefined>>
  /** `--config`, or null where it was not given. */
  configFile: string | null
  json: boolean
  /** Show stacks. */
  debug: boolean
  terminal: Terminal
  env: Readonly<Record<string, string | undefined>>
  /** Aborts when the person presses Ctrl-C (commands that wait, not `start`). */
  signal: AbortSignal
}

export function isGroup(command: Command | CommandGroup): command is CommandGroup {
  return 'commands' in command
}

/** The text of an option; null where it was not given. */
export function textOption(call: Call, name: string): string | null {
  const value = call.options[name]
  return typeof value === 'string' ? value : null
}

export function hasFlag(call: Call, name: string): boolean {
  return call.options[name] === true
}

/** The text of an option that must be one of a few words; null where it was not given. Throws USAGE. */
export function wordOption<Word extends string>(
  call: Call,
  name: string,
  words: readonly Word[],
): Word | null {
  const value = textOption(call, name)
  if (value === null) return null
  const found = words.find((word) => word === value)
  if (found === undefined) {
    const near = suggest(value, words)
    throw usage(
      `--${name} takes one of a few words.`,
      near === null ? `Take one of: ${words.join(', ')}.` : `Did you mean --${name} ${near}?`,
    )
  }
  return found
}

/** A whole number of an option; null where it was not given. Throws USAGE. */
export function numberOption(call: Call, name: string, bounds: { min: number; max: number }): number | null {
  const value = textOption(call, name)
  if (value === null) return null
  const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN
  if (!(number >= bounds.min && number <= bounds.max))
    throw usage(`--${name} takes a whole number.`, `Take one from ${bounds.min} to ${bounds.max}.`)
  return number
}

/** An argument as a part of an address; what else is wrong with a name is said by the gateway. Throws USAGE where there is none. */
export function nameArgument(call: Call, { at, hint }: { at: number; hint: string }): string {
  const name = call.arguments[at] ?? ''
  if (name === '') throw usage('A name is missing.', hint)
  return encodeURIComponent(name)
}

/**
 * The error of a command that was not understood. `problem` is a sentence and quotes nothing but options and commands;
 * `hint` says what to type instead.
 */
export function usage(problem: string, hint: string): GatewayError {
  return new GatewayError('USAGE', { problem }, { hint })
}
