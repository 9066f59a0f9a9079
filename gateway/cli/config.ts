/** `gatehouse config`: check, get, set, schema. */
import { configValue } from '../../config/compare.ts'
import { configJsonSchema, isSection, listKeys } from '../../config/json-schema.ts'
import { parseKeyPath } from '../../config/key-path.ts'
import type { LoadedConfig, ValueSource } from '../../config/load.ts'
import { placed } from '../../config/placed.ts'
import { describeProblem, formatPath, type Problem, readPath } from '../../config/problems.ts'
import { networkSettings } from '../../config/sections/network.ts'
import { setConfigKey } from '../../config/set.ts'
import { policyInUse } from '../app/policy-in-use.ts'
import type { TrackerList } from '../app/trackers-in-use.ts'
import type { NetworkSettings } from '../core/network/model.ts'
import { consequences, doubts, nobodyListens } from '../core/network/words.ts'
import { compilePolicy } from '../core/policy/compile.ts'
import { catalogueProblems } from './catalogue-problems.ts'
import { type Call, type CommandGroup, usage } from './command.ts'
import { configFileOf, configurationOf } from './configuration.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { notAppliedWords } from './tracker-words.ts'

export const configCommands: CommandGroup = {
  summary: 'check, read and change the configuration',
  commands: {
    check: {
      summary: 'look for mistakes in configuration, policy and catalogue, without changing anything',
      usage: 'config check [FILE]',
      options: {},
      arguments: [0, 1],
      run: check,
    },
    get: {
      summary: 'show a key or a section, and where each value comes from',
      usage: 'config get [<key>]',
      details: 'A key is a path such as proxy.limits.holdBytes; without one, everything is shown.',
      options: {},
      arguments: [0, 1],
      run: get,
    },
    set: {
      summary: 'change a key in the file, keeping comments; a bad file never replaces a good one',
      usage: 'config set <key> <value>',
      details:
        'The value is written as in the file: 9090, 1MiB, true, [a, b]. A running gateway takes it over after\n`kill -HUP`; keys that need a restart say so.',
      options: {},
      arguments: [2, 2],
      run: set,
    },
    schema: {
      summary: 'print the JSON Schema of the configuration, for editors',
      usage: 'config schema',
      options: {},
      arguments: [0, 0],
      run: async ({ terminal, json }) => {
        const schema = configJsonSchema()
        if (json) terminal.json(schema)
        else terminal.line(JSON.stringify(schema, null, 2))
        return exitCodes.ok
      },
    },
  },
}

async function check(call: Call): Promise<ExitCode> {
  const [file] = call.arguments
  if (file !== undefined && call.configFile !== null)
    throw usage('The file is named twice.', 'Name it once, behind `config check` or with --config.')
  const loaded = await configurationOf(file === undefined ? call : { ...call, configFile: file })
  const { policy, catalogue, trackers, context } = await policyInUse(loaded.config, null)
  // What a start would stumble over: names that nothing defines, root files that are none, names that cannot be excluded.
  compilePolicy(policy.value, context)
  const [{ egressOptions }, { notYetListening }, { parseExclusions }] = await Promise.all([
    import('../app/egress-options.ts'),
    import('../app/listening.ts'),
    import('../pki/exclusions.ts'),
  ])
  try {
    egressOptions({ config: loaded.config, demo: null, listening: notYetListening(loaded.config, '') })
    await checkWorkerUser(loaded)
    const [badList] = trackers.refused
    if (badList !== undefined) throw badList.why
  } catch (error) {
    throw placed(error, loaded)
  }
  parseExclusions(loaded.config.interception.excluded)
  const network = networkSettings(loaded.config)
  const chosen = network === null ? [] : consequences(network)
  const warnings = [
    ...(await absentAddresses(loaded)),
    ...networkDoubts(loaded, network),
    ...catalogueProblems(catalogue),
    ...notApplied(loaded, trackers.lists),
  ]
  const files = { config: loaded.file, policy: policy.file, catalogue: catalogue.file }
  if (call.json)
    call.terminal.json({ ok: true, ...files, set: keysThatAreSet(loaded), warnings, network: chosen })
  else {
    for (const warning of warnings) call.terminal.note(`Warning: ${describeProblem(warning)}`)
    for (const { group, says } of chosen) call.terminal.note(`Clients, ${group}: ${says}`)
    call.terminal.line(`No mistakes in the configuration: ${loaded.file ?? 'no file, defaults'}.`)
    call.terminal.line(`No mistakes in the policy: ${policy.file}.`)
    call.terminal.line(`No mistakes in the catalogue: ${catalogue.file}.`)
  }
  return exitCodes.ok
}

/** Those that connections should leave from; they may come later, so they are no mistake. */
async function absentAddresses({ config, placeOf }: LoadedConfig): Promise<Problem[]> {
  const { ownAddresses } = await import('../app/config-facts.ts')
  return (await ownAddresses(config)).flatMap(({ path, address, isHere }) =>
    isHere
      ? []
      : {
          ...placeOf(readPath(path) ?? []),
          path,
          message: `this box has no address ${address} now`,
          hint: 'What would leave from there is answered with 502, until it has it.',
        },
  )
}

/** What clients that know no proxy would meet, and nobody may have meant. */
function networkDoubts({ config, placeOf }: LoadedConfig, network: NetworkSettings | null): Problem[] {
  if (network === null) return []
  const unheard = config.proxy.transparent === null ? nobodyListens(network) : []
  return [...unheard, ...doubts(network)].map(({ path, text, todo }) => ({
    ...placeOf(path.split('.')),
    path,
    message: text,
    hint: todo,
  }))
}

/** Lines of lists that say what is not done here. */
function notApplied({ config, placeOf }: LoadedConfig, lists: readonly TrackerList[]): Problem[] {
  return lists.flatMap((list) => {
    if (list.notApplied === 0) return []
    const index = config.trackers.lists.findIndex(({ name }) => name === list.name)
    return {
      ...placeOf(['trackers', 'lists', index, 'file']),
      path: `trackers.lists[${index}].file`,
      message: `of the list, ${notAppliedWords(list)}`,
      hint: 'A line counts as `0.0.0.0 host`, `||host^` or `@@||host^` alone; the rest is left out.',
    }
  })
}

/** Whoever checks need not be who starts: a user that was named is looked for in any case. */
async function checkWorkerUser({ config, sourceOf }: LoadedConfig): Promise<void> {
  const isNamed = sourceOf(['proxy', 'workerUser']).from !== 'default'
  if (!isNamed && (config.proxy.workers === 0 || process.getuid?.() !== 0)) return
  const { workerUser } = await import('../workers/user.ts')
  workerUser(config.proxy.workerUser, true)
}

/** Keys that somebody set, by file or environment. */
function keysThatAreSet(loaded: LoadedConfig): string[] {
  const keys = listKeys(configJsonSchema()).filter(({ path }) => loaded.sourceOf(path).from !== 'default')
  return keys.map(({ path }) => formatPath(path))
}

async function get(call: Call): Promise<ExitCode> {
  const schema = configJsonSchema()
  const key = parseKeyPath(call.arguments[0] ?? '', schema)
  if (!key.ok) throw usage(`In the key, ${key.message}.`, key.hint ?? 'All keys: gatehouse config get')
  const loaded = await configurationOf(call)
  if (!isSection(key.node)) return getOne(call, loaded, key.path)
  const entries = listKeys(key.node, key.path).map(({ path }) => ({
    key: formatPath(path),
    value: configValue(loaded.config, path),
    source: loaded.sourceOf(path),
  }))
  if (call.json) call.terminal.json({ keys: entries })
  else
    for (const entry of entries)
      call.terminal.line(`${entry.key}: ${JSON.stringify(entry.value)}  # ${describeSource(entry.source)}`)
  return exitCodes.ok
}

function getOne(call: Call, loaded: LoadedConfig, path: readonly string[]): ExitCode {
  const value = configValue(loaded.config, path)
  const source = loaded.sourceOf(path)
  if (value === undefined)
    throw usage(`Nothing is set at ${formatPath(path)}.`, 'See what is: gatehouse config get')
  if (call.json) call.terminal.json({ key: formatPath(path), value, source })
  else {
    // The bare value alone on standard output, so that scripts can take it.
    call.terminal.line(typeof value === 'string' ? value : JSON.stringify(value))
    call.terminal.note(`from: ${describeSource(source)}`)
  }
  return exitCodes.ok
}

function describeSource(source: ValueSource): string {
  switch (source.from) {
    case 'default':
      return 'default'
    case 'file':
      return `${source.file}:${source.line}`
    case 'environment':
      return `environment ${source.variable}`
  }
}

async function set(call: Call): Promise<ExitCode> {
  const [key = '', value = ''] = call.arguments
  const file = configFileOf(call)
  if (file === null)
    throw usage(
      'There is no configuration file to change.',
      'Name one with --config; it is made where it does not exist.',
    )
  const change = await setConfigKey({ file, key, value })
  const node = parseKeyPath(key, configJsonSchema())
  const needsRestart = node.ok && node.node['x-restart'] === true
  const source = (await configurationOf({ ...call, configFile: file })).sourceOf(node.ok ? node.path : [])
  if (call.json) call.terminal.json({ ...change, needsRestart, source })
  else {
    call.terminal.line(
      change.changed ? `${change.key} is set in ${change.file}.` : `${change.file} says so already.`,
    )
    if (source.from === 'environment')
      call.terminal.note(`The environment still wins: ${source.variable} sets the same key.`)
    call.terminal.note(
      needsRestart
        ? 'A running gateway takes it over when it is started anew.'
        : 'A running gateway takes it over on SIGHUP.',
    )
  }
  return exitCodes.ok
}
