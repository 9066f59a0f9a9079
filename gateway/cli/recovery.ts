/** `gatehouse recovery`: the kit with which the data folder is opened again after the root key was lost: kit, check, restore. */
import { readNamedFile } from '../../config/read-file.ts'
import { dataPaths } from '../app/paths.ts'
import { rootSource } from '../app/root-source.ts'
import { type Call, type CommandGroup, hasFlag, textOption, usage } from './command.ts'
import { configurationOf } from './configuration.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { readInput } from './input.ts'
import { openStoppedKeyring } from './stopped-keyring.ts'
import { whileStopped } from './while-stopped.ts'

const from = { type: 'string', value: 'FILE', text: 'read what was printed from a file' } as const

export const recoveryCommands: CommandGroup = {
  summary: 'print the recovery kit, try it, and open the data folder with it',
  commands: {
    kit: {
      summary: 'print the root key for the safe: the only way back after it is lost',
      usage: 'recovery kit [--sheets]',
      details:
        'One key, with which alone everything in the data folder can be opened; or with --sheets three sheets of words, of which any two\nopen it and one says nothing. Print them, keep each elsewhere, leave no copy on a screen. Each time other sheets are printed:\nthose of one print belong together, and older ones go on counting until `gatehouse keyring rotate-root`.',
      options: {
        sheets: { type: 'boolean', text: 'print three sheets of words, of which any two are needed' },
      },
      arguments: [0, 0],
      run: printKit,
    },
    check: {
      summary: 'say whether what was printed opens this data folder, and change nothing',
      usage: 'recovery check [--from FILE]',
      details:
        'Type it back from the paper, before it is needed: the key, or two of the sheets one after the other.',
      options: { from },
      arguments: [0, 0],
      run: check,
    },
    restore: {
      summary: 'open the keyring again with what was printed',
      usage: 'recovery restore [--from FILE]',
      details:
        'Reads the key, or two of the sheets one after the other, from standard input, never from the command line, where other\nusers could read it.',
      options: { from },
      arguments: [0, 0],
      run: restore,
    },
  },
}

async function printKit(call: Call): Promise<ExitCode> {
  const { config } = await configurationOf(call)
  const asSheets = hasFlag(call, 'sheets')
  const { key, sheets } = await whileStopped(call, config, async () => {
    await using keyring = await openStoppedKeyring(config, dataPaths(config))
    return asSheets
      ? { key: null, sheets: keyring.recoverySheets() }
      : { key: keyring.recoveryKey(), sheets: [] }
  })
  if (call.json) call.terminal.json(key === null ? { sheets, needed: 2 } : { recoveryKey: key.split('\n') })
  else if (key === null) {
    for (const [index, words] of sheets.entries())
      call.terminal.raw(sheetText(index + 1, sheets.length, words))
    call.terminal.note(
      'Whoever reads two of these sheets can open everything in the data folder. Print them, and keep each elsewhere.\nTry them: gatehouse recovery check',
    )
  } else {
    call.terminal.raw(`${key}\n`)
    call.terminal.note(
      'Whoever reads these lines can open everything in the data folder. Print them and keep them elsewhere.\nTry them: gatehouse recovery check',
    )
  }
  return exitCodes.ok
}

const columns = 4
const columnWidth = 16

function sheetText(number: number, count: number, words: readonly string[]): string {
  const cells = words.map((word, at) => `${at + 1}`.padStart(2) + ` ${word}`.padEnd(columnWidth))
  const rows = Array.from({ length: Math.ceil(cells.length / columns) }, (_, row) =>
    cells
      .slice(row * columns, (row + 1) * columns)
      .join('')
      .trimEnd(),
  )
  const head = `# Gatehouse recovery kit, sheet ${number} of ${count}. Any two of them open the data folder, one alone nothing.`
  return `${[head, ...rows, ''].join('\n')}\n`
}

async function check(call: Call): Promise<ExitCode> {
  const { config } = await configurationOf(call)
  const recovery = await readTyped(call)
  const { checkRecovery } = await import('../keyring/restore-keyring.ts')
  const result = await whileStopped(call, config, async () =>
    checkRecovery({ directory: dataPaths(config).keys, recovery }),
  )
  if (!result.ok) throw usage(result.problem, 'Compare it with the print and type it again.')
  if (call.json) call.terminal.json({ opens: true })
  else call.terminal.line('It opens this data folder. Put the paper back where nobody else gets at it.')
  return exitCodes.ok
}

async function restore(call: Call): Promise<ExitCode> {
  const { config } = await configurationOf(call)
  const recovery = await readTyped(call)
  const { restoreKeyring } = await import('../keyring/restore-keyring.ts')
  const result = await whileStopped(call, config, () => {
    const paths = dataPaths(config)
    return restoreKeyring({ directory: paths.keys, recovery, root: rootSource(config, paths) })
  })
  if (!result.restored)
    throw usage(result.problem, 'Compare it with the print and type it again. Nothing was changed.')
  if (call.json) call.terminal.json({ restored: true })
  else call.terminal.line('The keyring opens again. Start the gateway with `gatehouse start`.')
  return exitCodes.ok
}

async function readTyped(call: Call): Promise<string> {
  const file = textOption(call, 'from')
  if (file === null && process.stdin.isTTY)
    call.terminal.note('Type the recovery key, or two of the sheets one after the other, then Ctrl-D:')
  const bytes =
    file === null
      ? await readInput(maxTypedBytes)
      : await readNamedFile(file, maxTypedBytes).catch(() => null)
  if (bytes === null)
    throw usage(
      'The file of --from cannot be read.',
      'Name a file that this user may read, or leave --from out and type what was printed.',
    )
  return bytes.toString('utf8')
}

/** Three sheets have some 1,500 characters; pages of them are a mistake already. */
const maxTypedBytes = 8192
