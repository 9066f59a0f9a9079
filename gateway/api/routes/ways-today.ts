/** Asks the four other ways what the first screen says of them; one that fails keeps none of the others from speaking. */
import type { AccountRole } from '../../core/account/account.ts'
import { isGatewayError } from '../../core/errors.ts'
import type { Said, WaysToday } from '../pages/ways.ts'
import { mayAsk } from '../rights.ts'
import type { Services } from '../services.ts'

/** More than these a person reads in the list of incidents. */
const alarmsCounted = 20

/** Only what the role may also ask for by itself. */
export async function waysToday(services: Services, role: AccountRole): Promise<WaysToday> {
  const { devices, telemetry, vault, tokens, sweeps, incidents, clients, network } = services
  const [deviceFacts, files, tokenTotals, sweep, alarms] = await Promise.all([
    ifMay('devices', () => ({ records: devices.list(), telemetry: telemetry.status() })),
    ifMay('vault', async () => {
      const [totals, page] = await Promise.all([vault.totals(), vault.list({ limit: 1 })])
      return { ...totals, newest: page.objects[0] ?? null }
    }),
    ifMay('tokens', () => tokens.totals()),
    ifMay('sweeps', () => ({ last: sweeps.list(1)[0] ?? null })),
    ifMay('incidents', () => ({ open: incidents.list({ limit: alarmsCounted, state: 'open' }).incidents })),
  ])
  const machines = may('clients') ? { ...clients.totals(), rules: network.told() } : null
  return { machines, devices: deviceFacts, files, tokens: tokenTotals, sweep, alarms }

  function may(what: string): boolean {
    return mayAsk(role, 'GET', `/api/v1/${what}`)
  }

  async function ifMay<Facts>(what: string, ask: () => Facts | Promise<Facts>): Promise<Said<Facts> | null> {
    return may(what) ? saidBy(ask) : null
  }
}

/** What is asked for, or why it cannot be said now. Rejects with what is no error of the catalogue. */
export async function saidBy<Facts>(ask: () => Facts | Promise<Facts>): Promise<Said<Facts>> {
  try {
    return await ask()
  } catch (error) {
    if (isGatewayError(error)) return { failure: error }
    throw error
  }
}
