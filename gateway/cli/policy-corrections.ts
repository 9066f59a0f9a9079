/** `gatehouse policy allow|deny|corrections|undo`: says of a finding, a field or a destination that it was judged wrongly. */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { addCorrection, removeCorrection } from '../../config/corrections-file.ts'
import { loadCorrections } from '../../config/load-policy.ts'
import { type DataPaths, dataPaths } from '../app/paths.ts'
import type { PolicyInUse } from '../app/policy-in-use.ts'
import { GatewayError } from '../core/errors.ts'
import { normalizeHost } from '../core/http/authority.ts'
import { type EntityType, entityTypeNames } from '../core/pii/entity.ts'
import { checkCorrections } from '../core/policy/check-corrections.ts'
import { compileGroups, compilePolicy } from '../core/policy/compile.ts'
import { type Correction, correctionSchema } from '../core/policy/corrections.ts'
import { groupName } from '../core/policy/match-model.ts'
import { type Call, type Command, textOption, usage, wordOption } from './command.ts'
import { configurationOf } from './configuration.ts'
import { connectControl } from './control-client.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { policyNamed } from './named-policy.ts'
import { describeReload } from './reload-words.ts'
import { table } from './terminal.ts'
import { unknownIndex } from './unknown-index.ts'

const draft = { type: 'string', value: 'FILE', text: 'a draft instead of what is in force' } as const

const options: Command['options'] = {
  index: {
    type: 'string',
    value: 'INDEX',
    text: 'a value, by the blind index of its journal entry; needs --type',
  },
  type: { type: 'string', value: 'TYPE', text: 'the type that the journal names beside the index' },
  field: { type: 'string', value: 'PATH', text: 'a field, by its key path: order.reference, **.iban' },
  destination: {
    type: 'string',
    value: 'HOST',
    text: 'a destination or group:NAME; with --index or --field: only there',
  },
  reason: { type: 'string', value: 'TEXT', text: 'why; no personal data' },
  corrections: draft,
}

const about =
  'A value is known by the blind index that `gatehouse journal list --json` shows; indexes die with their month, and what\nwas said of them too. Try fields and destinations first: --corrections draft.yaml here, then policy test --corrections\ndraft.yaml. Values cannot be tried so, since only the running gateway has the keys of their indexes.\n\nWhat is allowed and denied is denied, whatever was said last; a value that is denied is looked for in\nfields and at destinations, too, that are allowed. `policy undo` takes one back.'

export const correctionCommands: Readonly<Record<string, Command>> = {
  allow: {
    summary: 'let a value, a field or a destination leave as it is from now on',
    usage:
      'policy allow (--index INDEX --type TYPE --destination HOST | --field PATH | --destination HOST) [options]',
    details: about,
    options,
    arguments: [0, 0],
    run: (call) => say(call, 'allow'),
  },
  deny: {
    summary: 'never let a value, a field or a destination leave as it is from now on',
    usage:
      'policy deny (--index INDEX --type TYPE --destination HOST | --field PATH | --destination HOST) [options]',
    details: `${about}\nA value is treated as the rule says, or masked; a field is emptied; a destination is refused.`,
    options,
    arguments: [0, 0],
    run: (call) => say(call, 'deny'),
  },
  corrections: {
    summary: 'list what was allowed and denied',
    usage: 'policy corrections',
    options: { corrections: draft },
    arguments: [0, 0],
    run: list,
  },
  undo: {
    summary: 'take back what was allowed or denied',
    usage: 'policy undo <id>',
    options: { corrections: draft },
    arguments: [1, 1],
    run: undo,
  },
}

async function say(call: Call, effect: Correction['effect']): Promise<ExitCode> {
  const { config } = await configurationOf(call)
  const file = textOption(call, 'corrections')
  if (file === null) refuseWithoutData(dataPaths(config))
  const inUse = await policyNamed(config, null, file)
  const correction = correctionOf(call, effect, inUse)
  refuseWhatDoesNotStart(inUse, correction)
  for (const line of newProblems(inUse, correction)) call.terminal.note(line)
  await addCorrection(file ?? dataPaths(config).corrections, correction)
  show(call, [correction])
  return file === null ? applied(call, dataPaths(config).control, correction) : exitCodes.ok
}

async function list(call: Call): Promise<ExitCode> {
  const { config } = await configurationOf(call)
  const { value } = await loadCorrections(textOption(call, 'corrections') ?? dataPaths(config).corrections)
  show(call, value)
  if (value.length === 0) call.terminal.note('There are none.')
  return exitCodes.ok
}

async function undo(call: Call): Promise<ExitCode> {
  const { config } = await configurationOf(call)
  const file = textOption(call, 'corrections')
  const found = await removeCorrection(file ?? dataPaths(config).corrections, call.arguments[0] ?? '')
  if (!found)
    throw usage('There is no correction of that id.', '`gatehouse policy corrections` lists those there are.')
  return file === null ? applied(call, dataPaths(config).control) : exitCodes.ok
}

/** Without a data folder no gateway ever ran here, and a command must not begin one. */
function refuseWithoutData({ run, directory }: DataPaths): void {
  if (existsSync(run)) return
  const hint = 'Start the gateway once, or write a draft: --corrections draft.yaml.'
  throw new GatewayError('NOT_RUNNING', { directory }, { hint })
}

/** A file that keeps the gateway from starting is not written. Throws POLICY_INVALID. */
function refuseWhatDoesNotStart({ policy, context }: PolicyInUse, correction: Correction): void {
  compilePolicy(policy.value, { ...context, corrections: [...context.corrections, correction] })
}

/** What it can never do, and what others can no more beside it. */
function newProblems({ corrections, context }: PolicyInUse, correction: Correction): string[] {
  const words = (those: readonly Correction[]) =>
    checkCorrections(those, context).map(({ message, hint }) => `${message} ${hint}`)
  const before = new Set(words(corrections.value))
  return words([...corrections.value, correction]).filter((line) => !before.has(line))
}

/** What was written counts once the running gateway has read it. */
async function applied(call: Call, socket: string, said: Correction | null = null): Promise<ExitCode> {
  await using gateway = await connectControl(socket)
  if (gateway === null) {
    call.terminal.note('The gateway is stopped: it counts from the next start.')
    return exitCodes.ok
  }
  const { reloadOutcome } = await import('../api/schemas.ts')
  const outcome = await gateway.post('/api/v1/reload', reloadOutcome)
  for (const line of describeReload(outcome)) call.terminal.note(line)
  const unknown = said === null ? null : await unknownIndex(gateway, said)
  if (unknown !== null) call.terminal.note(unknown)
  return outcome.ok ? exitCodes.ok : exitCodes.failed
}

function correctionOf(call: Call, effect: Correction['effect'], inUse: PolicyInUse): Correction {
  const index = textOption(call, 'index')
  const path = textOption(call, 'field')
  const destination = textOption(call, 'destination')
  if (index !== null && path !== null)
    throw usage('--index and --field are two things.', 'Say one at a time.')
  const said = { id: randomBytes(4).toString('hex'), effect, reason: textOption(call, 'reason') ?? '' }
  if (index !== null) {
    const type = wordOption<EntityType>(call, 'type', entityTypeNames)
    if (type === null || destination === null)
      throw usage('--index needs --type and --destination.', 'The journal entry names all three.')
    return checked({ ...said, of: 'value', type, index, destination: groupOf(call, destination, inUse) })
  }
  if (path === '') throw usage('--field names no field.', 'Write its key path: order.reference, or **.iban.')
  if (path !== null) {
    const there = destination === null ? null : groupOf(call, destination, inUse)
    return checked({ ...said, of: 'field', path, destination: there })
  }
  if (destination === null)
    throw usage('Say of what: --index, --field or --destination.', 'gatehouse policy allow --help')
  knownGroup(destination, inUse.context)
  return checked({ ...said, of: 'destination', destination })
}

/** Under this name the journal, the indexes and the judge know a destination. Throws USAGE. */
function groupOf(call: Call, destination: string, { context }: PolicyInUse): string {
  const named = knownGroup(destination, context)
  if (named !== null) return named
  const host = normalizeHost(destination)
  if (host === null)
    throw usage('--destination takes a host name, an address or group:NAME.', 'Write it as api.example.com.')
  const group = compileGroups(context.catalogue)(host)
  if (group !== host) call.terminal.note(`It counts for all destinations of the group ${group}.`)
  return group
}

/** The NAME of `group:NAME`; null where it is no group. Throws USAGE where the catalogue has none of that name. */
function knownGroup(destination: string, { catalogue }: PolicyInUse['context']): string | null {
  const name = groupName(destination)
  if (name === null || catalogue.groups[name] !== undefined) return name
  throw usage(
    `The catalogue of destinations has no group "${name}".`,
    `It has: ${Object.keys(catalogue.groups).join(', ')}.`,
  )
}

function checked(correction: unknown): Correction {
  const result = correctionSchema.safeParse(correction)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw usage(
    `--${optionOf(String(issue?.path[0] ?? 'field'))} ${issue?.message ?? 'is not right'}.`,
    'gatehouse policy allow --help',
  )
}

/** The path of a correction is what `--field` says. */
function optionOf(key: string): string {
  return key === 'path' ? 'field' : key
}

function show({ json, terminal }: Call, corrections: readonly Correction[]): void {
  if (json) for (const one of corrections) terminal.json(one)
  else for (const line of table(corrections.map(columns))) terminal.line(line)
}

function columns(one: Correction): string[] {
  return [one.id, one.effect, ...aboutOf(one), one.reason]
}

function aboutOf(one: Correction): [string, string] {
  switch (one.of) {
    case 'value':
      return [`a value of ${one.type}`, `to ${one.destination}`]
    case 'field':
      return [`the field ${one.path}`, one.destination === null ? 'everywhere' : `to ${one.destination}`]
    case 'destination':
      return ['everything', `to ${one.destination}`]
    case 'connection':
      return [`connections of ${one.client}, unread`, `to ${one.destination}`]
  }
}
