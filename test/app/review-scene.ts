/** An office in which requests are stopped, with somebody who asks about it, somebody who answers, and a clock that is moved. */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { onTestFinished, vi } from 'vitest'
import type { RunningGateway } from '../../gateway/app.ts'
import type { ReviewAnswer } from '../../gateway/core/review/review.ts'
import type { ReviewView } from '../../gateway/core/review/view.ts'
import { requireClient } from '../support/clients.ts'
import { askControl, card, type Office, openOffice, type Sections } from './office.ts'

const run = promisify(execFile)

export interface Answered {
  status: number
  body: string
  location: string
}

/** Whoever is stopped. */
export interface Asking {
  /** By curl, through the proxy. */
  send(body?: string, path?: string, ...more: string[]): Promise<Answered>
  /** By curl, of the gateway itself. */
  open(url: string, method?: 'GET' | 'POST', ...more: string[]): Promise<Answered>
  /** Stops a request and asks for its review; `ticket` is the address under which the answer is read. */
  asked(body?: string, path?: string): Promise<{ id: string; link: string; ticket: string }>
}

export interface ReviewScene extends Asking {
  office: Office
  gateway: RunningGateway
  waiting(): Promise<ReviewView[]>
  answer(id: string, answer: ReviewAnswer): Promise<{ status: number; said: Record<string, unknown> }>
}

export const cardBody = JSON.stringify({ note: `card ${card}` })

export function askingThrough(office: Office, { addresses }: { addresses: { proxy: string } }): Asking {
  const open: Asking['open'] = (url, method = 'GET', ...args) => curl('-X', method, ...args, url)
  const send: Asking['send'] = (body = cardBody, path = '', ...more) =>
    curl(
      ...['--proxy', `http://${addresses.proxy}`, '-H', 'content-type: application/json', ...more],
      ...['--data-binary', body, `${office.destination}${path}`],
    )
  return {
    ...{ send, open },
    async asked(body, path) {
      const { review: link, exchange: id } = JSON.parse((await send(body, path)).body)
      return { id, link, ticket: (await open(link, 'POST')).location }
    },
  }
}

/** A gateway in this process, its workers beside it; all ends with the test. */
export async function openReviewScene(workers: number, more: Sections = {}): Promise<ReviewScene> {
  const office = await openOffice()
  await office.writePolicy('refuse')
  await office.writeConfig({ ...more, proxy: { workers, ...more.proxy } })
  const gateway = await office.start()
  onTestFinished(() => gateway[Symbol.asyncDispose]())
  return {
    ...{ office, gateway, ...askingThrough(office, gateway) },
    async waiting() {
      const page = await askControl(gateway, '/api/v1/reviews?waiting=true')
      return (page as { reviews: ReviewView[] }).reviews
    },
    answer: (id, answer) => answerReview(gateway, id, answer),
  }
}

/** By the way that the command takes. */
export async function answerReview(
  { addresses }: { addresses: { control: string } },
  id: string,
  answer: ReviewAnswer,
): Promise<{ status: number; said: Record<string, unknown> }> {
  const path = `/api/v1/reviews/${id}/answer?answer=${answer}`
  const options = { socketPath: addresses.control, path, method: 'POST', headers: { host: 'localhost' } }
  const outgoing = request(options)
  outgoing.end()
  const [told] = await once(outgoing, 'response')
  return { status: told.statusCode, said: JSON.parse(await text(told)) }
}

async function curl(...args: string[]): Promise<Answered> {
  const format = '\n%{http_code} %{redirect_url}'
  const program = requireClient('curl') ?? 'curl'
  const { stdout } = await run(program, ['--silent', '--noproxy', '', '--write-out', format, ...args], {
    env: { PATH: process.env.PATH ?? '' },
  })
  const end = stdout.lastIndexOf('\n')
  const [status = '', location = ''] = stdout.slice(end + 1).split(' ')
  return { status: Number(status), body: stdout.slice(0, end), location }
}

/** Moves the clock that counts from the start of the box, in this process; the hands of no other clock. */
export function movableBootClock(): { forward(ms: number): void } {
  const real = process.hrtime.bigint
  let movedNs = 0n
  const spy = vi.spyOn(process.hrtime, 'bigint').mockImplementation(() => real() + movedNs)
  onTestFinished(() => spy.mockRestore())
  return {
    forward(ms) {
      movedNs += BigInt(ms) * 1_000_000n
    },
  }
}
