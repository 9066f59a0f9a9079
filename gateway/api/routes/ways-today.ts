/** Asks the four other ways what the first screen says of them; one that fails keeps none of the others from speaking. */
import { isGatewayError } from '../../core/errors.ts'
import type { Said, WaysToday } from '../pages/ways.ts'
import type { Services } from '../services.ts'

/** More than these a person reads in the list of incidents. */
const alarmsCounted = 20

export async function waysToday(services: Services): Promise<WaysToday> {
  const { devices, telemetry, vault, tokens, sweeps, incidents } = services
  const [deviceFacts, files, tokenTotals, sweep, alarms] = await Promise.all([
    saidBy(() => ({ records: devices.list(), telemetry: telemetry.status() })),
    saidBy(async () => {
      const [totals, page] = await Promise.all([vault.totals(), vault.list({ limit: 1 })])
      return { ...totals, newest: page.objects[0] ?? null }
    }),
    saidBy(() => tokens.totals()),
    saidBy(() => ({ last: sweeps.list(1)[0] ?? null })),
    saidBy(() => ({ open: incidents.list({ limit: alarmsCounted, state: 'open' }).incidents })),
  ])
  return { devices: deviceFacts, files, tokens: tokenTotals, sweep, alarms }
}

async function saidBy<Facts>(ask: () => Facts | Promise<Facts>): Promise<Said<Facts>> {
  try {
    return await ask()
  } catch (error) {
    if (isGatewayError(error)) return { failure: error }
    throw error
  }
}
