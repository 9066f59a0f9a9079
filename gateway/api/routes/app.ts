/** Hands browsers the web interface: its files out of memory, and its first page at each of its screens' addresses. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Api } from '../api.ts'
import { type AppFile, type AppFiles, bodyFor, startFile } from '../app-files.ts'
import { appSecurityPolicy } from '../headers.ts'
import { notBuiltPage } from '../pages/not-built.ts'
import { sendPage } from '../pages/send.ts'
import { plainProblem, sendProblem } from '../problem.ts'
import type { Services } from '../services.ts'

/**
 * Open to everybody: the files are the same in every office and hold nothing of it. What they show they ask of the API, as whoever
 * has signed in; so a session that ended is told by the interface itself, and it can hold the sign-in.
 */
const config = { access: 'open' } as const

/** An address of a screen, as against that of a file. */
const screen = /^[a-z-]{0,40}(?:\/[0-9a-z-]{1,64})?$/

/** `files` is null where the interface was not built. */
export function appRoutes(api: Api, services: Services, files: AppFiles | null): void {
  api.get('/app', { config }, (_request, reply) => reply.redirect('/app/', 308))
  api.get('/app/*', { config, schema: { params: z.object({ '*': z.string() }) } }, (request, reply) => {
    const start = files?.get(startFile)
    if (files === null || start === undefined)
      return sendPage(reply.code(503), notBuiltPage(services.status()))
    const path = request.params['*']
    const file = files.get(path) ?? (screen.test(path) ? start : undefined)
    return file === undefined ? sendProblem(reply, noFileProblem) : sendFile(request, reply, file)
  })
}

function sendFile(request: FastifyRequest, reply: FastifyReply, file: AppFile): FastifyReply {
  reply.headers({
    'content-security-policy': appSecurityPolicy,
    'cache-control': file.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag: file.tag,
    vary: 'accept-encoding',
  })
  if (request.headers['if-none-match'] === file.tag) return reply.code(304).send()
  const { body, encoding } = bodyFor(file, request.headers['accept-encoding'])
  if (encoding !== null) reply.header('content-encoding', encoding)
  return reply.type(file.type).send(body)
}

const noFileProblem = plainProblem(
  404,
  'The web interface has no such file.',
  'Reload the page: it may be of an earlier version.',
)
