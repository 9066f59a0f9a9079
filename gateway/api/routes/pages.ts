/** Answers a browser with the two pages: what happened today, and how to set a client up. */
import { z } from 'zod'
import type { Api } from '../api.ts'
import { sendPage } from '../pages/send.ts'
import { setupPage } from '../pages/setup.ts'
import { shownActions, statusPage } from '../pages/status.ts'
import { startOfDay } from '../pages/times.ts'
import { recordId } from '../schemas.ts'
import type { Services } from '../services.ts'

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
    const [page, totals, authorities] = await Promise.all([
      services.journal.list({
        limit: recordsShown,
        ...(show === 'all' ? {} : { action: show }),
        ...(before === undefined ? {} : { before }),
      }),
      services.journal.totals(startOfDay(at, status.timeZone)),
      services.authorities.status(),
    ])
    const warnings = services.health.warnings()
    return sendPage(
      reply,
      statusPage({ now: at, status, warnings, totals, page, show, older: before !== undefined, authorities }),
    )
  })
  api.get('/setup', async (_request, reply) =>
    sendPage(
      reply,
      setupPage({ status: services.status(), authorities: await services.authorities.status() }),
    ),
  )
}
