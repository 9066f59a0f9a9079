/** Writes the help of `gatehouse` and of each of its commands. */
import type { Command, CommandGroup, Option } from './command.ts'
import { exitCodeMeanings } from './exit-codes.ts'
import { table } from './terminal.ts'

/** Options that every command takes. */
export const commonOptions: Readonly<Record<string, Option>> = {
  config: {
    type: 'string',
    value: 'FILE',
    text: 'the configuration file (else $GATEHOUSE_CONFIG, ./gatehouse.yaml, /etc/gatehouse/gatehouse.yaml, else defaults)',
  },
  json: { type: 'boolean', text: 'answer in JSON, for scripts; errors too' },
  debug: { type: 'boolean', text: 'show where in the program an error comes from' },
  help: { type: 'boolean', text: 'show this help' },
}

export function overview(summaries: Readonly<Record<string, string>>): string[] {
  return [
    'gatehouse: the privacy and security gateway of a small business.',
    '',
    'Usage: gatehouse <command> [options]',
    '',
    'Commands:',
    ...indented(table(Object.entries(summaries))),
    '',
    'Options of every command:',
    ...optionLines(commonOptions),
    '',
    'Exit codes:',
    ...indented(table(exitCodeMeanings.map(([code, meaning]) => [String(code), meaning]))),
    '',
    'More about a command: gatehouse <command> --help',
  ]
}

export function groupHelp(name: string, group: CommandGroup): string[] {
  return [
    `gatehouse ${name}: ${group.summary}`,
    '',
    'Commands:',
    ...indented(
      table(Object.values(group.commands).map((command) => [`gatehouse ${command.usage}`, command.summary])),
    ),
    '',
    `More about one: gatehouse ${name} <command> --help`,
  ]
}

export function commandHelp(command: Command): string[] {
  const own = optionLines(command.options)
  return [
    `Usage: gatehouse ${command.usage}`,
    '',
    command.summary.charAt(0).toUpperCase() + command.summary.slice(1),
    ...(command.details === undefined ? [] : ['', command.details]),
    ...(own.length === 0 ? [] : ['', 'Options:', ...own]),
    '',
    'Options of every command:',
    ...optionLines(commonOptions),
  ]
}

function optionLines(options: Readonly<Record<string, Option>>): string[] {
  return indented(
    table(
      Object.entries(options).map(([name, option]) => [
        `--${name}${option.value === undefined ? '' : ` ${option.value}`}`,
        option.text,
      ]),
    ),
  )
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`)
}
