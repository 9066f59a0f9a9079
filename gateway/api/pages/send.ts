/** Sends a page that was rendered on the server. */
import type { FastifyReply } from 'fastify'
import type { Html } from '../../core/pages/html.ts'

export function sendPage(reply: FastifyReply, page: Html): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(`<!doctype html>\n${page.text}`)
}
