/** `gatehouse vault`: list the sealed files of devices, and take them out again. */
import { resolve } from 'node:path'
import { vaultList } from '../api/schemas/vault.ts'
import type { VaultList, VaultQuery } from '../api/services/vault.ts'
import { dataPaths } from '../app/paths.ts'
import { deviceName } from '../core/device/device.ts'
import { sizeOf } from '../core/pages/words.ts'
import { timedIdForm } from '../core/timed-id.ts'
import { type VaultObject, vaultClasses } from '../core/vault/object.ts'
import {
  type Call,
  type CommandGroup,
  numberOption,
  type Option,
  textOption,
  usage,
  wordOption,
} from './command.ts'
import { whereaboutsOf } from './configuration.ts'
import { runningGateway, withData } from './data-access.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { table } from './terminal.ts'
import { timeOfDay } from './times.ts'
import { download } from './vault-download.ts'

const to: Option = { type: 'string', value: 'FILE', text: 'where to put it; never over a file that exists' }

export const vaultCommands: CommandGroup = {
  summary: 'list sealed files of devices, and take them out',
  commands: {
    list: {
      summary: 'show what is kept, newest first',
      usage: 'vault list [--source DEVICE] [--class WORD] [--limit N] [--before ID]',
      details:
        'With --json, one file a line. Where there are more, standard error names the --before of the next page. A file without a name cannot be opened any more.',
      options: {
        source: { type: 'string', value: 'DEVICE', text: 'only files of this device' },
        class: { type: 'string', value: 'WORD', text: `only these: ${vaultClasses.join(', ')}` },
        limit: { type: 'string', value: 'N', text: 'at most this many (50)' },
        before: { type: 'string', value: 'ID', text: 'older than this file: the next page' },
      },
      arguments: [0, 0],
      run: list,
    },
    get: {
      summary: 'take a file out as the device sent it, unprotected',
      usage: 'vault get <id> --to FILE',
      details: 'The ledger notes it.',
      options: { to },
      arguments: [1, 1],
      run: (call) => takeOut(call, 'content'),
    },
    export: {
      summary: 'take a file out sealed with age',
      usage: 'vault export <id> --to FILE [--recipient age1…]',
      details:
        'The standard age tool opens it: age -d -i KEYFILE FILE. Sealed to vault.recipient of the configuration unless told another. The ledger notes it.',
      options: { to, recipient: { type: 'string', value: 'age1…', text: 'who can open it' } },
      arguments: [1, 1],
      run: (call) => takeOut(call, 'export'),
    },
  },
}

async function list(call: Call): Promise<ExitCode> {
  const query = queryOf(call)
  const place = await whereaboutsOf(call)
  const page = await withData<VaultList>(call, place, {
    running: (client) => client.get(`/api/v1/vault?${searchOf(query)}`, vaultList),
    stopped: async (paths) =>
      (await import('./stopped-vault.ts')).listStoppedVault(place.config, paths, query),
  })
  if (call.json) for (const object of page.objects) call.terminal.json(object)
  else for (const line of table(page.objects.map(columns))) call.terminal.line(line)
  if (page.next !== null) call.terminal.note(`There are older ones: --before ${page.next}`)
  else if (page.objects.length === 0)
    call.terminal.note(isNarrowed(query) ? 'There is none of that kind.' : 'There are none.')
  return exitCodes.ok
}

async function takeOut(call: Call, form: 'content' | 'export'): Promise<ExitCode> {
  const id = idOf(call.arguments[0] ?? '')
  const wanted = textOption(call, 'to')
  if (wanted === null)
    throw usage('It is not said where to.', 'Name a file that does not exist yet: --to FILE')
  const search = form === 'export' ? recipientOf(call) : ''
  const place = await whereaboutsOf(call)
  // Says whether the gateway runs, in the words of all commands: what is taken out is noted in its ledger.
  await using _gateway = await runningGateway(place)
  const file = resolve(wanted)
  const { bytes, sha256 } = await download({
    socketPath: dataPaths(place.config).control,
    path: `/api/v1/vault/${id}/${form}${search}`,
    to: file,
    signal: call.signal,
  })
  if (call.json) call.terminal.json({ id, file, bytes, sha256, protected: form === 'export' })
  else call.terminal.line(file)
  call.terminal.note(form === 'export' ? 'It is sealed: open it with age -d -i KEYFILE.' : unprotected)
  return exitCodes.ok
}

const unprotected =
  'It is unprotected now: whoever has this file can read it, and no sweep will find it. Remove it when you are done.'

function queryOf(call: Call): VaultQuery {
  const source = textOption(call, 'source')
  if (source !== null && !deviceName.safeParse(source).success)
    throw usage("--source takes a device's name.", '`gatehouse device list` shows them.')
  const before = textOption(call, 'before')
  const vaultClass = wordOption(call, 'class', vaultClasses)
  return {
    limit: numberOption(call, 'limit', { min: 1, max: 500 }) ?? 50,
    ...(source === null ? {} : { source }),
    ...(vaultClass === null ? {} : { class: vaultClass }),
    ...(before === null ? {} : { before: idOf(before) }),
  }
}

function isNarrowed({ limit: _, ...asked }: VaultQuery): boolean {
  return Object.keys(asked).length > 0
}

function searchOf(query: VaultQuery): string {
  return new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString()
}

function recipientOf(call: Call): string {
  const recipient = textOption(call, 'recipient')
  if (recipient === null) return ''
  if (!/^age1[02-9ac-hj-np-z]{58}$/.test(recipient))
    throw usage('--recipient takes an age recipient: age1…', 'age-keygen prints one for a new key.')
  return `?recipient=${recipient}`
}

function idOf(text: string): string {
  if (!timedIdForm.test(text)) throw usage('This is no id of a file.', '`gatehouse vault list` shows them.')
  return text
}

function columns({ id, at, bucket, bytes, name }: VaultObject): string[] {
  return [id, timeOfDay(at), bucket.source, bucket.class, sizeOf(bytes), name ?? '(key destroyed)']
}
