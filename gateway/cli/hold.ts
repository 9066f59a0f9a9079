/** `gatehouse hold`: set, list, release. */
import { hold, holdList, holdReason, newHoldBody } from '../api/schemas/sweeps.ts'
import { type Hold, type HoldScope, scopeWords } from '../core/retention/hold.ts'
import { allPages } from './all-pages.ts'
import { type Call, type CommandGroup, textOption, usage } from './command.ts'
import { whereaboutsOf } from './configuration.ts'
import { withData } from './data-access.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { table } from './terminal.ts'
import { timeOfDay } from './times.ts'

export const holdCommands: CommandGroup = {
  summary: 'keep data from being swept, for a dispute or an inquiry',
  commands: {
    set: {
      summary: 'hold a device, a class, or one class of a device (a bucket), until it is released',
      usage: 'hold set [--device NAME] [--class CLASS] [--period DAY] --reason TEXT',
      details:
        'A hold on a device also keeps telemetry and journal of all devices that old, since their periods are destroyed whole.\nIt counts at once, also for a sweep under way, for all whose keys it has not destroyed yet.',
      options: {
        device: { type: 'string', value: 'NAME', text: 'all of this device' },
        class: {
          type: 'string',
          value: 'CLASS',
          text: 'recording, export, document, other, journal, telemetryRaw …',
        },
        period: { type: 'string', value: 'PERIOD', text: 'only this: 2026, 2026-11 or 2026-11-22 (UTC)' },
        reason: { type: 'string', value: 'TEXT', text: 'why; the case, not names of persons' },
      },
      arguments: [0, 0],
      run: set,
    },
    list: {
      summary: 'show holds, those that stand first',
      usage: 'hold list',
      options: {},
      arguments: [0, 0],
      run: list,
    },
    release: {
      summary: 'end a hold; what it kept is due at the next sweep',
      usage: 'hold release <id> --reason TEXT',
      options: { reason: { type: 'string', value: 'TEXT', text: 'why it ends' } },
      arguments: [1, 1],
      run: release,
    },
  },
}

async function set(call: Call): Promise<ExitCode> {
  const asked = Object.fromEntries(
    ['device', 'class', 'period', 'reason'].flatMap((name) => {
      const value = textOption(call, name)
      return value === null ? [] : [[name, value]]
    }),
  )
  const body = newHoldBody.safeParse(asked)
  if (!body.success)
    throw usage(
      'A hold needs --device, --class or both, and a --reason of at least three letters.',
      'gatehouse hold set --help',
    )
  const { device, class: kind, period, reason } = body.data
  const scope: HoldScope =
    device === undefined
      ? { kind: 'class', class: kind ?? '' }
      : kind === undefined
        ? { kind: 'device', source: device }
        : { kind: 'bucket', source: device, class: kind, period: period ?? null }
  const place = await whereaboutsOf(call)
  const made = await withData<Hold>(call, place, {
    running: (client) => client.post('/api/v1/holds', hold, body.data),
    stopped: async (paths) => {
      const { openStoppedRecords } = await import('./stopped-records.ts')
      await using records = await openStoppedRecords(place.config, paths)
      return records.holds.set(scope, reason, 'box')
    },
  })
  show(call, [made])
  return exitCodes.ok
}

async function list(call: Call): Promise<ExitCode> {
  const place = await whereaboutsOf(call)
  const holds = await withData<readonly Hold[]>(call, place, {
    running: (client) =>
      allPages(client, { path: '/api/v1/holds', model: holdList, items: (page) => page.holds }),
    stopped: async (paths) => {
      const { openStoppedRecords } = await import('./stopped-records.ts')
      await using records = await openStoppedRecords(place.config, paths)
      return records.holds.list()
    },
  })
  show(call, holds)
  if (holds.length === 0) call.terminal.note('There are none.')
  return exitCodes.ok
}

async function release(call: Call): Promise<ExitCode> {
  const id = call.arguments[0] ?? ''
  if (!/^[0-9a-f]{12}$/.test(id)) throw usage('hold release takes the id of a hold.', 'gatehouse hold list')
  const reason = holdReason.safeParse(textOption(call, 'reason') ?? '')
  if (!reason.success)
    throw usage('--reason takes a line of 3 to 300 letters.', 'Say why the hold ends; the ledger keeps that.')
  const place = await whereaboutsOf(call)
  const released = await withData<Hold>(call, place, {
    running: (client) => client.post(`/api/v1/holds/${id}/release`, hold, { reason: reason.data }),
    stopped: async (paths) => {
      const { openStoppedRecords } = await import('./stopped-records.ts')
      await using records = await openStoppedRecords(place.config, paths)
      return records.holds.release(id, reason.data, 'box')
    },
  })
  show(call, [released])
  return exitCodes.ok
}

function show({ json, terminal }: Call, holds: readonly Hold[]): void {
  if (json) for (const one of holds) terminal.json(one)
  else for (const line of table(holds.map(columns))) terminal.line(line)
}

function columns({ id, scope, setAt, reason, releasedAt }: Hold): string[] {
  return [
    id,
    releasedAt === null ? 'stands' : `released ${timeOfDay(releasedAt)}`,
    scopeWords(scope),
    `set ${timeOfDay(setAt)}`,
    reason,
  ]
}
