/** `gatehouse keyring`: status, recovery-key, restore, rotate-root. */
import { resolve } from 'node:path'
import { loadConfig } from '../../config/load.ts'
import { readNamedFile } from '../../config/read-file.ts'
import type { Config } from '../../config/schema.ts'
import { dataPaths } from '../app/paths.ts'
import { rootSource } from '../app/root-source.ts'
import { GatewayError } from '../core/errors.ts'
import { type Call, type CommandGroup, textOption, usage } from './command.ts'
import { configFileOf, configurationOf } from './configuration.ts'
import { withData } from './data-access.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { readInput } from './input.ts'
import { openStoppedKeyring } from './stopped-keyring.ts'

export const keyringCommands: CommandGroup = {
  summary: 'look at the keys, print the recovery key, change the root key',
  commands: {
    status: {
      summary: 'say where the root key comes from, whether it opens the keyring, and how many keys there are',
      usage: 'keyring status',
      details: 'The gateway must be stopped: a running one holds the keys, and hands out none of them.',
      options: {},
      arguments: [0, 0],
      run: showStatus,
    },
    'recovery-key': {
      summary: 'print the root key for the safe: the only way back after it is lost',
      usage: 'keyring recovery-key',
      details:
        'Whoever has it can open everything in the data folder. Print it, keep it elsewhere, leave no copy on a screen.',
      options: {},
      arguments: [0, 0],
      run: printRecoveryKey,
    },
    restore: {
      summary: 'open the keyring again with the printed recovery key',
      usage: 'keyring restore [--from FILE]',
      details:
        'Reads the recovery key from standard input, never from the command line, where other users could read it.',
      options: { from: { type: 'string', value: 'FILE', text: 'read the recovery key from a file' } },
      arguments: [0, 0],
      run: restore,
    },
    'rotate-root': {
      summary: 'lock the keyring with another root key, from the source that the new configuration names',
      usage: 'keyring rotate-root --to FILE',
      details:
        'The configuration in use must name the present source, and FILE, a copy of it with another keyring.root, the new\none. Afterwards FILE is the configuration to start with. An old key file is overwritten and removed, and an older\nrecovery key opens nothing any more: print a new one.',
      options: {
        to: {
          type: 'string',
          value: 'FILE',
          text: 'configuration file whose keyring.root is the new source',
        },
      },
      arguments: [0, 0],
      run: rotateRoot,
    },
  },
}

async function showStatus(call: Call): Promise<ExitCode> {
  const { config } = await configurationOf(call)
  const { source } = config.keyring.root
  const { keys, directory } = await whileStopped(call, config, async () => {
    const paths = dataPaths(config)
    await using keyring = await openStoppedKeyring(config, paths)
    return { keys: keyring.places().length, directory: paths.keys }
  })
  if (call.json) call.terminal.json({ source, opens: true, epochKeys: keys, directory })
  else {
    call.terminal.line(`The root key (source: ${source}) opens the keyring in ${directory}.`)
    call.terminal.line(`${keys} keys live under the epoch key.`)
  }
  return exitCodes.ok
}

async function printRecoveryKey(call: Call): Promise<ExitCode> {
  const { config } = await configurationOf(call)
  const printed = await whileStopped(call, config, async () => {
    await using keyring = await openStoppedKeyring(config, dataPaths(config))
    return keyring.recoveryKey()
  })
  if (call.json) call.terminal.json({ recoveryKey: printed.split('\n') })
  else {
    call.terminal.raw(`${printed}\n`)
    call.terminal.note(
      'Whoever reads these lines can open everything in the data folder. Print them and keep them elsewhere.',
    )
  }
  return exitCodes.ok
}

async function restore(call: Call): Promise<ExitCode> {
  const { config } = await configurationOf(call)
  const typed = await readTyped(call)
  const { restoreKeyring } = await import('../keyring/restore-keyring.ts')
  const result = await whileStopped(call, config, () => {
    const paths = dataPaths(config)
    return restoreKeyring({ directory: paths.keys, recoveryKey: typed, root: rootSource(config, paths) })
  })
  if (!result.restored)
    throw usage(result.problem, 'Compare it with the print and type it again. Nothing was changed.')
  if (call.json) call.terminal.json({ restored: true })
  else call.terminal.line('The keyring opens again. Start the gateway with `gatehouse start`.')
  return exitCodes.ok
}

async function rotateRoot(call: Call): Promise<ExitCode> {
  const to = textOption(call, 'to')
  if (to === null) throw usage('--to is missing.', 'Name the configuration file with the new keyring.root.')
  const { config } = await configurationOf(call)
  const next = (await loadConfig({ file: resolve(to), env: call.env })).config
  if (next.data.directory !== config.data.directory)
    throw usage('The two configurations name different data folders.', 'Only keyring.root may differ.')
  await whileStopped(call, config, async () => {
    await using keyring = await openStoppedKeyring(config, dataPaths(config))
    await keyring.changeRoot(rootSource(next, dataPaths(next)))
  })
  if (call.json) call.terminal.json({ changed: true, source: next.keyring.root.source, config: resolve(to) })
  else {
    call.terminal.line(`The keyring is locked with the root key of ${resolve(to)}.`)
    call.terminal.note(
      'Start the gateway with that file, and print a new recovery key: the old one opens nothing any more.',
    )
  }
  return exitCodes.ok
}

/** Keys are never handed out by a running gateway: whoever wants them must be able to stop it. */
function whileStopped<Result>(call: Call, config: Config, work: () => Promise<Result>): Promise<Result> {
  return withData(
    call,
    { config, mistake: null },
    {
      running: () => {
        const hint = 'Stop it first; a running gateway hands out no keys.'
        throw new GatewayError('ALREADY_RUNNING', { config: configFileOf(call) ?? 'defaults' }, { hint })
      },
      stopped: work,
    },
  )
}

async function readTyped(call: Call): Promise<string> {
  const from = textOption(call, 'from')
  if (from === null && process.stdin.isTTY) call.terminal.note('Type the recovery key, then Ctrl-D:')
  const bytes =
    from === null
      ? await readInput(maxTypedBytes)
      : await readNamedFile(from, maxTypedBytes).catch(() => null)
  if (bytes === null)
    throw usage(
      'The file of --from cannot be read.',
      'Name a file that this user may read, or leave --from out and type the key.',
    )
  return bytes.toString('utf8')
}

/** A recovery key has sixty characters; a page of them is a mistake already. */
const maxTypedBytes = 4096
