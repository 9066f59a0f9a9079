/** `gatehouse originals`: list, show, resend, purge, key. */
import { originalPage, purgedOriginals } from '../api/schemas/originals.ts'
import type { WhyNone } from '../core/original/original.ts'
import type { OriginalView } from '../core/original/view.ts'
import { countOf } from '../core/pages/words.ts'
import { entityTypes } from '../core/pii/entity.ts'
import { type Call, type CommandGroup, hasFlag, numberOption, textOption } from './command.ts'
import { whereaboutsOf } from './configuration.ts'
import { runningGateway } from './data-access.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { keyCommand } from './original-key.ts'
import { originalIdIn } from './original-open.ts'
import { resendCommand } from './original-resend.ts'
import { showCommand } from './original-show.ts'
import { table } from './terminal.ts'
import { timeOfDay } from './times.ts'

export const originalCommands: CommandGroup = {
  summary: 'see requests as they were before they were changed, and send one again',
  unnamed: 'list',
  commands: {
    list: {
      summary: 'show what is kept and until when, and what was not kept and why, newest first',
      usage: 'originals [list] [--limit N] [--before ID]',
      details:
        'Nothing of what was sent is shown. Switched on by originals.enabled of the configuration.\nWith --json, one a line. Where there are more, standard error names the --before of the next page.',
      options: {
        limit: { type: 'string', value: 'N', text: 'at most this many (50)' },
        before: { type: 'string', value: 'ID', text: 'older than this one: the next page' },
      },
      arguments: [0, 0],
      run: list,
    },
    show: showCommand,
    resend: resendCommand,
    purge: {
      summary: 'let all of them go now',
      usage: 'originals purge [--yes]',
      details:
        'Without --yes nothing goes. The files go at once; the keys that lock them follow with the sweep at the end of their hour, which has a proof. The ledger notes it.',
      options: { yes: { type: 'boolean', text: 'do it' } },
      arguments: [0, 0],
      run: purge,
    },
    key: keyCommand,
  },
}

async function list(call: Call): Promise<ExitCode> {
  const before = textOption(call, 'before')
  const limit = numberOption(call, 'limit', { min: 1, max: 200 }) ?? 50
  const search = new URLSearchParams({ limit: String(limit) })
  if (before !== null) search.set('before', originalIdIn(before))
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const page = await gateway.get(`/api/v1/originals?${search}`, originalPage)
  if (call.json) for (const one of page.originals) call.terminal.json(one)
  else for (const line of table(page.originals.map(columns))) call.terminal.line(line)
  if (page.next !== null) call.terminal.note(`There are older ones: --before ${page.next}`)
  else if (page.originals.length === 0)
    call.terminal.note(
      'There are none. Where originals.enabled is true, requests are kept as they were before something in them was changed.',
    )
  return exitCodes.ok
}

function columns({ id, at, client, method, destination, path, types, ...rest }: OriginalView): string[] {
  const found = types.map((type) => entityTypes[type].title).join(', ')
  return [id, timeOfDay(at), client, `${method} ${destination}${path}`, found, stateOf(rest)]
}

function stateOf({ why, until, resentAt }: Pick<OriginalView, 'why' | 'until' | 'resentAt'>): string {
  if (why !== null) return whyWords[why]
  const again = resentAt === null ? '' : `, sent again ${timeOfDay(resentAt)}`
  return `until ${timeOfDay(until)}${again}`
}

const whyWords: Readonly<Record<WhyNone, string>> = {
  never: 'not kept: it holds what is never kept',
  unread: 'not kept: not all of it was looked into',
  'too-long': 'not kept: longer than originals.maxBodyBytes',
  streamed: 'not kept: so long that it left while it was read',
  'no-room': 'not kept: there was no room',
  'not-written': 'not kept: the folder of originals, or the keyring, could not be written',
  missing: 'missing: its file is not on the disk any more',
}

async function purge(call: Call): Promise<ExitCode> {
  await using gateway = await runningGateway(await whereaboutsOf(call))
  if (!hasFlag(call, 'yes')) {
    call.terminal.note(
      'Nothing was let go. `gatehouse originals list` shows what would be; to let it go, add --yes.',
    )
    return exitCodes.ok
  }
  const { purged } = await gateway.post('/api/v1/originals/purge', purgedOriginals)
  if (call.json) call.terminal.json({ purged })
  else call.terminal.line(`${countOf(purged, 'original')} let go.`)
  return exitCodes.ok
}
