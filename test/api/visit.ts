/** Visits the pages with a real browser, as a person does: by the form, with the access token. */
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll } from 'vitest'
import { quietArguments } from '../support/chromium.ts'
import { requireClient } from '../support/clients.ts'
import { type RunningApi, runApi, tokenText } from './running-api.ts'
import type { StandIn } from './stand-in.ts'

export interface Visit {
  page: Page
  api: RunningApi
  /** What the browser complained of, refused or showed. */
  complaints: string[]
}

const program = requireClient('chromium')
/** One for a test file; tests that need it are registered with `testWith('chromium', …)`. */
const browser: Browser | null =
  program === null ? null : await chromium.launch({ executablePath: program, args: [...quietArguments] })
afterAll(() => browser?.close())

/** A tab without any memory of an earlier one. */
export async function openTab(options: BrowserContextOptions = {}): Promise<Page & AsyncDisposable> {
  const context = await (browser as Browser).newContext({
    ignoreHTTPSErrors: true,
    viewport: { width: 1440, height: 900 },
    ...options,
  })
  const page = await context.newPage()
  return Object.assign(page, { [Symbol.asyncDispose]: () => context.close() })
}

/** Logs in through the form. */
export async function visit(
  office: StandIn,
  look: (visit: Visit) => Promise<void>,
  width = 1440,
): Promise<void> {
  await using api = await runApi(office, { requestsPerMinute: 100_000 })
  await using page = await openTab({ viewport: { width, height: 900 } })
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('401')) complaints.push(message.text())
  })
  page.on('dialog', (dialog) => {
    complaints.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.goto(`https://localhost:${api.server.port}/`)
  await page.getByLabel('Access token').fill(tokenText)
  await page.getByRole('button', { name: 'Open' }).click()
  await page.getByRole('heading', { level: 1 }).waitFor()
  await look({ page, api, complaints })
}
