/** The case of a page with 150 resources: how long Chromium loads it through the gateway, and how long without. */
import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'
import { cpuSecondsOf } from '../egress/process-tree.ts'
import { type BenchLine, benchLine, median } from '../line.ts'
import { pageResources } from './resources.ts'
import { domain, maskedHost, type Stage, through, type Way } from './stage.ts'

const program = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome-stable'].find(
  (path) => existsSync(path),
)
const budget = '<= 1.15'

/** How late the destination answers: at once, and as one does that stands in another city. */
export const answerDelaysMs = [0, 40]

/** One line for each delay; none where Chromium is not installed. */
export async function pageCase(stage: Stage, { rounds }: { rounds: number }): Promise<BenchLine[]> {
  if (program === undefined) {
    if (process.env.GATEHOUSE_REQUIRE_CLIENTS === '1')
      throw new Error('chromium is not installed, and it is required here')
    console.error('chromium is not installed: the page of 150 resources is left out')
    return []
  }
  await using gateway = await stage.startGateway()
  const browser = await chromium.launch({
    executablePath: program,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      `--host-resolver-rules=MAP *.${domain} 127.0.0.1`,
    ],
  })
  try {
    const lines: BenchLine[] = []
    for (const delay of answerDelaysMs)
      lines.push(await lineFor(stage, { browser, way: through(gateway), delay, rounds }))
    return lines
  } finally {
    await browser.close()
  }
}

async function lineFor(
  stage: Stage,
  { browser, way, delay, rounds }: { browser: Browser; way: Way; delay: number; rounds: number },
): Promise<BenchLine> {
  const address = `https://${maskedHost}:${stage.ports.port}/page?delay=${delay}`
  const ours: number[] = []
  const direct: number[] = []
  const cpu: number[] = []
  for (let index = 0; index <= rounds; index += 1) {
    const before = cpuSecondsOf(way.pid ?? 0)
    ours.push(await loadMs(browser, way, address))
    cpu.push((cpuSecondsOf(way.pid ?? 0) - before) * 1000)
    direct.push(await loadMs(browser, stage.direct, address))
  }
  // The first of each finds the programs cold.
  const [subject, peers] = [ours.slice(1), direct.slice(1)]
  return benchLine({
    bench: 'traffic',
    case: `page-150${delay === 0 ? '' : `-${delay}ms-away`}${stage.suffix}`,
    metric: 'load_time',
    unit: 'ms',
    value: median(subject),
    peer: 'direct',
    peer_value: median(peers),
    ratio: median(subject.map((each, index) => each / (peers[index] ?? Number.NaN))),
    budget,
    detail: {
      rounds,
      resources: pageResources,
      answer_delay_ms: delay,
      first_value: Math.round(ours[0] ?? 0),
      gateway_cpu_ms: Math.round(median(cpu.slice(1))),
    },
  })
}

/**
 * From the navigation's start to the `load` event, with connections and caches that are new. On both ways alike no
 * certificate is verified by the browser, which would ask for a trust store of its own.
 */
async function loadMs(browser: Browser, way: Way, address: string): Promise<number> {
  const proxy = way.proxyPort === null ? {} : { proxy: { server: `http://127.0.0.1:${way.proxyPort}` } }
  const context = await browser.newContext({ ignoreHTTPSErrors: true, ...proxy })
  try {
    const page = await context.newPage()
    await page.goto(address, { waitUntil: 'load', timeout: 120_000 })
    const seen = await page.evaluate(() => {
      const [navigation] = performance.getEntriesByType('navigation' as never) as {
        loadEventStart?: number
      }[]
      const resources = performance.getEntriesByType('resource') as {
        name: string
        responseStatus?: number
      }[]
      const good = resources.filter(
        ({ name, responseStatus }) => name.includes('/resource/') && responseStatus === 200,
      ).length
      return { ms: navigation?.loadEventStart ?? 0, good }
    })
    if (seen.good !== pageResources)
      throw new Error(`${seen.good} of ${pageResources} resources came (${way.name})`)
    return seen.ms
  } finally {
    await context.close()
  }
}
