/** Answers a browser with the two pages: what happened today, and how to set a client up. */
import { z } from 'zod'
import type { AccountRole } from '../../core/account/account.ts'
import { namesOf } from '../../core/client/machine-name.ts'
import { isGatewayError } from '../../core/errors.ts'
import { roleOf } from '../access.ts'
import type { Api } from '../api.ts'
import { type History, type ShownAction, shownActions } from '../pages/history.ts'
import { sendPage } from '../pages/send.ts'
import { setupPage } from '../pages/setup.ts'
import { statusPage } from '../pages/status.ts'
import { startOfDay } from '../pages/times.ts'
import { mayAsk } from '../rights.ts'
import { recordId } from '../schemas.ts'
import type { Services } from '../services.ts'
import { saidBy, waysToday } from './ways-today.ts'

const pageQuery = z.object({
  show: z.enum(shownActions).catch('all'),
  before: recordId.optional().catch(undefined),
})

/** As many as a person reads; older ones are one link away. */
const recordsShown = 50

export function pageRoutes(api: Api, services: Services, now: () => number): void {
  api.get('/', { schema: { querystring: pageQuery } }, async (request, reply) => {
    const { show, before } = request.query
    const status = services.status()
    const role = roleOf(request)
    const at = now()
    const [history, authorities, ways, proposals] = await Promise.all([
      readHistory(services, { show, before, since: startOfDay(at, status.timeZone) }),
      services.authorities.status(),
      waysToday(services, role),
      saidBy(() => services.proposals.list('open')),
    ])
    const warnings = services.health.warnings()
    return sendPage(
      reply,
      statusPage({
        now: at,
        status,
        role,
        warnings,
        history,
        ways,
        proposals,
        names: machineNames(services, role),
        show,
        older: before !== undefined,
        authorities,
        trackers: services.trackers.status(),
        network: { overview: services.network.overview(), seen: services.network.seen() },
      }),
    )
  })
  api.get('/setup', async (request, reply) =>
    sendPage(
      reply,
      setupPage({
        status: services.status(),
        role: roleOf(request),
        authorities: await services.authorities.status(),
        facts: services.setup.facts(),
      }),
    ),
  )
}

/** Without them addresses alone are shown. */
function machineNames({ clients }: Services, role: AccountRole): ReadonlyMap<string, string> {
  if (!mayAsk(role, 'GET', '/api/v1/clients')) return new Map()
  try {
    return namesOf(clients.list())
  } catch (error) {
    if (isGatewayError(error)) return new Map()
    throw error
  }
}

interface HistoryQuestion {
  show: ShownAction
  before: string | undefined
  since: number
}

/** Without its store the first screen still says how the gateway is: that is when it is needed most. */
async function readHistory(services: Services, { show, before, since }: HistoryQuestion): Promise<History> {
  try {
    const [page, totals] = await Promise.all([
      services.journal.list({
        limit: recordsShown,
        ...(show === 'all' ? {} : { action: show }),
        ...(before === undefined ? {} : { before }),
      }),
      services.journal.totals(since),
    ])
    return { page, totals }
  } catch (error) {
    if (isGatewayError(error)) return { failure: error }
    throw error
  }
}
