/** `gatehouse telemetry`: how the series of a device went, as a small chart or as numbers. */
import { telemetryHistory } from '../api/schemas/telemetry.ts'
import type { TelemetryHistory, TelemetryQuery } from '../api/services/telemetry.ts'
import { deviceName } from '../core/device/device.ts'
import { GatewayError, isGatewayError } from '../core/errors.ts'
import { seriesName } from '../core/telemetry/reading.ts'
import { type Call, type CommandGroup, hasFlag, textOption, usage } from './command.ts'
import { whereaboutsOf } from './configuration.ts'
import type { ControlClient } from './control-client.ts'
import { withData } from './data-access.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { drawChart, isUtf8 } from './telemetry-chart.ts'
import { timeNamed } from './times.ts'

export const telemetryCommands: CommandGroup = {
  summary: 'see what devices report',
  commands: {
    show: {
      summary: 'show how the series of a device went',
      usage: 'telemetry show <device> [--series NAME] [--since TIME] [--ascii]',
      details:
        'Bars show the mean, dots reach up to the most. The minute that is not stored yet is included.',
      options: {
        series: { type: 'string', value: 'NAME', text: 'only this series, drawn larger' },
        since: {
          type: 'string',
          value: 'TIME',
          text: 'from then on (1h): 2026-11-22, 2026-11-22T14:00, or 30min, 2h, 7d ago',
        },
        ascii: { type: 'boolean', text: 'draw with characters that every terminal has' },
      },
      arguments: [1, 1],
      run: show,
    },
  },
}

const helpHint = 'gatehouse telemetry show --help'

/** Fits a terminal of the usual size. */
const width = 80
const heights = { one: 10, several: 4 }
/** One point a column at most. */
const points = 70

async function show(call: Call): Promise<ExitCode> {
  const device = call.arguments[0] ?? ''
  if (!deviceName.safeParse(device).success) throw usage('It takes the name of a device.', helpHint)
  const query = queryOf(call)
  const place = await whereaboutsOf(call)
  const history = await withData<TelemetryHistory | null>(call, place, {
    running: (client) => askRunning(client, device, query),
    stopped: async (paths) =>
      (await import('./stopped-telemetry.ts')).stoppedHistory({ config: place.config, paths }, device, query),
  })
  if (history === null) throw neverReported(device)
  if (call.json) call.terminal.json(history)
  else print(call, history)
  return exitCodes.ok
}

function queryOf(call: Call): TelemetryQuery {
  const series = textOption(call, 'series')
  if (series !== null && !seriesName.safeParse(series).success)
    throw usage('--series takes the name of a series, such as cpu.load.', helpHint)
  const until = Date.now()
  const from = timeNamed('since', textOption(call, 'since') ?? '1h', until)
  if (from >= until) throw usage('--since takes a time in the past.', helpHint)
  return { from, until, series, points }
}

async function askRunning(
  client: ControlClient,
  device: string,
  { from, until, series }: TelemetryQuery,
): Promise<TelemetryHistory | null> {
  const asked = { from: String(from), until: String(until), points: String(points) }
  const search = new URLSearchParams(series === null ? asked : { ...asked, series })
  try {
    return await client.get(`/api/v1/devices/${device}/telemetry?${search}`, telemetryHistory)
  } catch (error) {
    if (isGatewayError(error, 'CONTROL_REFUSED') && error.details.status === 404) return null
    throw error
  }
}

function print(call: Call, { series, omitted, lost, from, until, stretchMs }: TelemetryHistory): void {
  const isAscii = hasFlag(call, 'ascii') || !isUtf8(call.env)
  const height = series.length === 1 ? heights.one : heights.several
  for (const { name, points: drawn } of series) {
    for (const line of drawChart({ name, points: drawn, from, until, stretchMs, width, height, isAscii }))
      call.terminal.line(line)
    call.terminal.line()
  }
  if (series.length === 0) call.terminal.note('Nothing was reported in this time.')
  if (omitted > 0) call.terminal.note(`${omitted} more series: name one with --series.`)
  if (lost > 0) call.terminal.note(`${lost} readings of this time are known to be lost.`)
}

function neverReported(device: string): GatewayError {
  return new GatewayError(
    'DEVICE_UNKNOWN',
    { device },
    {
      hint: 'No device of this name has reported anything. `gatehouse device list` shows those that there are.',
    },
  )
}
