/** Puts the API together: guards first, then routes, each error in one form; how it is reached is the caller's. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import { type FastifyBaseLogger, type FastifyInstance, fastify } from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { KiB, minuteMs, secondMs } from '../core/units.ts'
import type { Log } from '../ops/log.ts'
import type { AccessToken } from '../ops/token.ts'
import { type AccessGate, createAccessGate, roleOf, wantsPage } from './access.ts'
import type { AppFiles } from './app-files.ts'
import { securityHeaders, securityPolicy } from './headers.ts'
import { collectOpenApi } from './openapi.ts'
import { forbiddenPage } from './pages/forbidden.ts'
import { missingPage } from './pages/missing.ts'
import { sendPage } from './pages/send.ts'
import { errorHandler, plainProblem, problemContentType, sendProblem } from './problem.ts'
import { guardReveals } from './reveal.ts'
import { checkRights } from './rights-check.ts'
import { accountRoutes, sendLoginPage } from './routes/account.ts'
import { accountSetUpRoutes } from './routes/account-setup.ts'
import { accountDeskRoutes } from './routes/accounts.ts'
import { apiKeyRoutes } from './routes/api-keys.ts'
import { appRoutes } from './routes/app.ts'
import { authorityRoutes } from './routes/authorities.ts'
import { clientRoutes } from './routes/clients.ts'
import { deviceRoutes } from './routes/devices.ts'
import { incidentRoutes } from './routes/incidents.ts'
import { journalRoutes } from './routes/journal.ts'
import { ledgerRoutes } from './routes/ledger.ts'
import { networkRoutes } from './routes/network.ts'
import { operatingRoutes } from './routes/operating.ts'
import { originalRoutes } from './routes/originals.ts'
import { ownAccountRoutes } from './routes/own-account.ts'
import { pageRoutes } from './routes/pages.ts'
import { passkeyRoutes } from './routes/passkeys.ts'
import { policyRoutes } from './routes/policy.ts'
import { proposalRoutes } from './routes/proposals.ts'
import { reviewRoutes } from './routes/reviews.ts'
import { sessionRoutes } from './routes/session.ts'
import { setupRoutes } from './routes/setup.ts'
import { sweepRoutes } from './routes/sweeps.ts'
import { telemetryRoutes } from './routes/telemetry.ts'
import { tokenRoutes } from './routes/tokens.ts'
import { trackerRoutes } from './routes/trackers.ts'
import { userRoutes } from './routes/users.ts'
import { vaultRoutes } from './routes/vault.ts'
import type { Services } from './services.ts'
import { createEventStreams, type EventStreams } from './stream.ts'

export type Api = FastifyInstance<Server, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>

/** `network`: HTTPS, needs token or session, changes what rights.ts names. `control`: the local socket, guarded by file mode. */
export type ApiFace =
  | {
      kind: 'network'
      token: AccessToken
      names(): readonly string[]
      /** Requests a minute from one address, whatever they ask. */
      requestsPerMinute?: number
    }
  | { kind: 'control' }

export interface ApiOptions {
  services: Services
  log: Log
  face: ApiFace
  /** The web interface; null or absent: it was not built, or nobody looks at pages here. */
  appFiles?: AppFiles | null
  /** Makes the server that requests come in by. */
  server(handler: (request: IncomingMessage, response: ServerResponse) => void): Server
  now?(): number
  monotonic?(): number
}

export interface BuiltApi {
  api: Api
  streams: EventStreams
}

/** Node's own limits on a request, for servers that are handed in. */
export const serverLimits = {
  maxHeaderSize: 16 * KiB,
  headersTimeout: 10 * secondMs,
  requestTimeout: 30 * secondMs,
  keepAliveTimeout: 30 * secondMs,
  connectionsCheckingInterval: 5 * secondMs,
  // Our own gate says it better than Node's empty answer.
  requireHostHeader: false,
} as const

/** A ready API that nobody listens to yet. */
export async function buildApi(options: ApiOptions): Promise<BuiltApi> {
  const { services, log, face, appFiles = null } = options
  const { now = Date.now, monotonic = performance.now.bind(performance) } = options
  const api: Api = fastify({
    serverFactory: options.server,
    logger: false,
    trustProxy: false,
    bodyLimit: 16 * KiB,
    routerOptions: { maxParamLength: 100 },
    forceCloseConnections: 'idle',
    // While it drains, what is asked on an open connection is still answered, and in the usual form.
    return503OnClosing: false,
    frameworkErrors: (_error, _request, reply) =>
      void sendProblem(reply.headers(securityHeaders), plainProblem(400, 'The address is not well formed.')),
    clientErrorHandler: answerBrokenRequest,
  }).withTypeProvider<ZodTypeProvider>()
  api.setValidatorCompiler(validatorCompiler)
  api.setSerializerCompiler(serializerCompiler)
  api.setErrorHandler(errorHandler(log))
  api.decorateRequest('asker', null)
  checkRights(api)
  const streams = createEventStreams({ subscribe: services.journal.subscribe, log })
  api.addHook('preClose', async () => streams.closeAll())
  await api.register(helmet, securityPolicy)
  api.addHook('onRequest', async (_request, reply) => void reply.headers(securityHeaders))

  const gate = face.kind === 'network' ? await guardNetwork(api, { log, face, monotonic, services }) : null
  guardReveals(api, services)
  api.setNotFoundHandler((request, reply) =>
    face.kind === 'network' && wantsPage(request)
      ? sendPage(reply.code(404), missingPage({ status: services.status(), role: roleOf(request) }))
      : sendProblem(reply, nothingHere),
  )
  api.addHook('onResponse', async (request, reply) => {
    services.metrics.apiRequest(reply.statusCode)
    log.event('api.request', {
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime),
    })
  })
  const openApi = collectOpenApi(api, services.status().version)
  operatingRoutes(api, services, openApi)
  journalRoutes(api, services, streams)
  authorityRoutes(api, services)
  deviceRoutes(api, services)
  telemetryRoutes(api, services, now)
  vaultRoutes(api, services)
  incidentRoutes(api, services.incidents)
  proposalRoutes(api, services.proposals)
  reviewRoutes(api, services)
  originalRoutes(api, services)
  sweepRoutes(api, services)
  tokenRoutes(api, services)
  userRoutes(api, services)
  accountDeskRoutes(api, services)
  apiKeyRoutes(api, services)
  if (gate !== null) {
    ownAccountRoutes(api, services, now)
    passkeyRoutes(api, services)
    sessionRoutes(api, { gate, services, log })
  }
  trackerRoutes(api, services)
  policyRoutes(api, services)
  networkRoutes(api, services, now)
  clientRoutes(api, services)
  ledgerRoutes(api, services)
  setupRoutes(api, services)
  pageRoutes(api, services, now)
  appRoutes(api, services, appFiles)
  return { api, streams }
}

interface NetworkGuard {
  log: Log
  face: Extract<ApiFace, { kind: 'network' }>
  monotonic(): number
  services: Services
}

async function guardNetwork(api: Api, { log, face, monotonic, services }: NetworkGuard): Promise<AccessGate> {
  const max = face.requestsPerMinute ?? 600
  await api.register(rateLimit, { global: false, max, timeWindow: minuteMs, cache: 2000 })
  // Asked before the gate and for unknown addresses too, which the plugin's own route hooks would not be.
  const countRequest = api.createRateLimit()
  api.addHook('onRequest', async (request, reply) => {
    const limit = await countRequest(request)
    if (limit.isAllowed || !limit.isExceeded) return undefined
    return sendProblem(reply.header('retry-after', limit.ttlInSeconds), tooManyRequests)
  })
  const gate = createAccessGate({
    token: face.token,
    sessions: services.accounts.sessions,
    apiKeys: services.accounts.apiKeys,
    log,
    monotonic,
    names: face.names,
    loginPage: (reply) => sendLoginPage(reply, services),
    forbiddenPage: (reply, { role }) => sendPage(reply, forbiddenPage({ status: services.status(), role })),
  })
  api.addHook('onRequest', gate.onRequest)
  api.addHook('preHandler', gate.preHandler)
  accountRoutes(api, { gate, services, log })
  accountSetUpRoutes(api, { services, log })
  return gate
}

const nothingHere = plainProblem(
  404,
  'There is nothing at this address.',
  'What there is stands in /api/v1/openapi.json.',
)

const tooManyRequests = plainProblem(
  429,
  'Too many requests from this address.',
  'Wait a minute, then try again.',
)

/** Bytes that are no HTTP request: answered in the same form, without a word of what came. */
function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy()
    return
  }
  const status =
    error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400
  const body = JSON.stringify(plainProblem(status, 'The request was not well formed.'))
  const head = [
    `HTTP/1.1 ${status} ${plainProblem(status, '').title}`,
    `Content-Type: ${problemContentType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ]
  // `end` and destroy: a peer that does not read must not hold the socket open.
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
}
