/** An office with a destination over HTTPS, and somebody for whom it does not work. */
import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished } from 'vitest'
import type { RunningGateway } from '../../gateway/app.ts'
import type { ExchangeRecord } from '../../gateway/core/journal.ts'
import type { ReviewView } from '../../gateway/core/review/view.ts'
import { type Origin, startOrigin } from '../egress/setup.ts'
import { requireClient } from '../support/clients.ts'
import { untilServing, workersOf } from '../workers/scene.ts'
import { askControl, card, type Office, openOffice } from './office.ts'
import type { Answered } from './review-scene.ts'

const run = promisify(execFile)

export interface TroubleScene {
  office: Office
  shop: Origin
  gateway: RunningGateway
  /** Of the gateway's own pages, by its address. */
  own: string
  /** A program that trusts its maker alone, or anything; `from` an address of its own. */
  send(trust: 'maker' | 'anything', from?: string, ...more: string[]): Promise<Answered>
  open(url: string, ...more: string[]): Promise<Answered>
  /** What the page's list leads to, once there are so many. */
  links(count: number): Promise<string[]>
  waiting(): Promise<ReviewView[]>
  records(): Promise<ExchangeRecord[]>
  warnings(): Promise<string[]>
}

export async function openTroubleScene(
  workers: number,
  proxy: Readonly<Record<string, unknown>> = {},
): Promise<TroubleScene> {
  const office = await openOffice()
  const shop = await startOrigin({ host: 'shop.test' })
  const shopRoot = join(office.folder, 'shop.pem')
  await writeFile(shopRoot, shop.rootPem)
  await office.writeConfig({
    proxy: {
      workers,
      connectPorts: [shop.port],
      hosts: { 'shop.test': '127.0.0.1' },
      extraRoots: [{ destinations: ['shop.test'], file: shopRoot }],
      clients: ['127.0.0.0/8'],
      ...proxy,
    },
  })
  const gateway = await office.start()
  onTestFinished(() => gateway[Symbol.asyncDispose]())
  await untilServing({ workers: () => workersOf(gateway) }, workers)
  const own = `http://${gateway.addresses.proxy}`
  const open: TroubleScene['open'] = (url, ...args) => curl(...args, url)
  return {
    ...{ office, shop, gateway, own, open },
    send: (trust, from = '127.0.0.1', ...more) =>
      curl(
        ...more,
        ...['--proxy', own, '--interface', from, '--data', `card ${card}`],
        ...(trust === 'maker' ? ['--cacert', shopRoot] : ['--insecure']),
        ...['-H', 'content-type: text/plain', `https://shop.test:${shop.port}/secret-path?q=1`],
      ),
    async links(count) {
      let links: string[] = []
      const read = async () => {
        const { body } = await open(`${own}/trouble`)
        links = [...body.matchAll(/href="(\/trouble\/[0-9a-f-]+)"/g)].map(([, path = '']) => `${own}${path}`)
        return links.length
      }
      await expect.poll(read).toBe(count)
      return links
    },
    async waiting() {
      const page = (await askControl(gateway, '/api/v1/reviews?waiting=true')) as { reviews: ReviewView[] }
      return page.reviews
    },
    async records() {
      const page = (await askControl(gateway, '/api/v1/journal?limit=50')) as { records: ExchangeRecord[] }
      return page.records
    },
    async warnings() {
      const told = (await askControl(gateway, '/api/v1/health')) as { warnings: { code: string }[] }
      return told.warnings.map(({ code }) => code)
    },
  }
}

/** The status is 0 where it came to no answer. */
async function curl(...args: string[]): Promise<Answered> {
  const asking = ['--silent', '--noproxy', '', '--write-out', '\n%{http_code} %{redirect_url}', ...args]
  const env = { PATH: process.env.PATH ?? '' }
  const { stdout } = await run(requireClient('curl') ?? 'curl', asking, { env }).catch(
    (error: { stdout: string }) => error,
  )
  const end = stdout.lastIndexOf('\n')
  const [status = '', location = ''] = stdout.slice(end + 1).split(' ')
  return { status: Number(status), body: stdout.slice(0, end), location }
}
