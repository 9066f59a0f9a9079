/** Answers a browser with the two pages: what happened today, and how to set a client up. */
import { z } from 'zod'
import { isGatewayError } from '../../core/errors.ts'
import type { Api } from '../api.ts'
import { type History, type ShownAction, shownActions } from '../pages/history.ts'
import { sendPage } from '../pages/send.ts'
import { setupPage } from '../pages/setup.ts'
import { statusPage } from '../pages/status.ts'
import { startOfDay } from '../pages/times.ts'
import { recordId } from '../schemas.ts'
import type { Services } from '../services.ts'
import { waysToday } from './ways-today.ts'

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
    const at = now()
    const [history, authorities, ways] = await Promise.all([
      readHistory(services, { show, before, since: startOfDay(at, status.timeZone) }),
      services.authorities.status(),
      waysToday(services),
    ])
    const warnings = services.health.warnings()
    return sendPage(
      reply,
      statusPage({
        now: at,
        status,
        warnings,
        history,
        ways,
        show,
        older: before !== undefined,
        authorities,
      }),
    )
  })
  api.get('/setup', async (_request, reply) =>
    sendPage(
      reply,
      setupPage({ status: services.status(), authorities: await services.authorities.status() }),
    ),
  )
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
