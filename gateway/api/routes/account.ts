/** Lets a browser in by the token printed at start, typed into a form once, and out again. */
import { z } from 'zod'
import { KiB } from '../../core/units.ts'
import type { AccessGate } from '../access.ts'
import type { Api } from '../api.ts'
import { loginPage } from '../pages/login.ts'
import { sendPage } from '../pages/send.ts'
import type { Services } from '../services.ts'
import type { Sessions } from '../session.ts'

export interface AccountOptions {
  sessions: Sessions
  gate: AccessGate
  services: Services
}

const loginForm = z.object({ token: z.string().max(512) })

export function accountRoutes(api: Api, { sessions, gate, services }: AccountOptions): void {
  api.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 4 * KiB },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  )
  api.get('/login', { config: { access: 'open' } }, (_request, reply) =>
    sendPage(reply, loginPage({ status: services.status(), failed: null })),
  )
  api.post('/login', { config: { access: 'open' }, schema: { body: loginForm } }, (request, reply) => {
    const refusal = gate.judgeToken(request, request.body.token.trim())
    if (refusal) {
      return sendPage(reply.code(refusal.status), loginPage({ status: services.status(), failed: refusal }))
    }
    // 303: the browser asks for the page by GET, and going back does not send the token again.
    return reply.header('set-cookie', sessions.open()).redirect('/', 303)
  })
  api.post('/logout', { config: { access: 'open' } }, (request, reply) =>
    reply.header('set-cookie', sessions.close(request.headers.cookie)).redirect('/login', 303),
  )
}
