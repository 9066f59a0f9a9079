/** `gatehouse keyring`: status, rotate-root. */
import { resolve } from 'node:path'
import { loadConfig } from '../../config/load.ts'
import { dataPaths } from '../app/paths.ts'
import { rootSource } from '../app/root-source.ts'
import { type Call, type CommandGroup, textOption, usage } from './command.ts'
import { configurationOf } from './configuration.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { openStoppedKeyring } from './stopped-keyring.ts'
import { whileStopped } from './while-stopped.ts'

export const keyringCommands: CommandGroup = {
  summary: 'look at the keys, change the root key',
  commands: {
    status: {
      summary: 'say where the root key comes from, whether it opens the keyring, and how many keys there are',
      usage: 'keyring status',
      details: 'The gateway must be stopped: a running one holds the keys, and hands out none of them.',
      options: {},
      arguments: [0, 0],
      run: showStatus,
    },
    'rotate-root': {
      summary: 'lock the keyring with another root key, from the source that the new configuration names',
      usage: 'keyring rotate-root --to FILE',
      details:
        'The configuration in use must name the present source, and FILE, a copy of it with another keyring.root, the new\none. Afterwards FILE is the configuration to start with. An old key file is overwritten and removed, and an older\nrecovery kit opens nothing any more: print a new one (gatehouse recovery kit).',
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
      'Start the gateway with that file, and print a new recovery kit: the old one opens nothing any more.',
    )
  }
  return exitCodes.ok
}
