/** Visits the web interface with a real browser: with a session of its own, and watched for complaints. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { readAppFiles } from '../../gateway/app/app-files.ts'
import { type RunningApi, runApi } from '../api/running-api.ts'
import { type StandIn, standInNow } from '../api/stand-in.ts'
import { openTab } from '../api/visit.ts'

export interface ScreenVisit {
  page: Page
  api: RunningApi
  origin: string
  /** What the browser complained of: errors of scripts, of the content security policy, and dialogs. */
  complaints: string[]
}

export interface VisitOptions {
  path?: string
  width?: number
  theme?: 'light' | 'dark'
  /** What the browser asks for. */
  language?: string
  /** Of a session that was opened, for an office in which people have accounts. */
  secret?: string
}

/** As whoever has signed in by the token, since nobody has an account in a stand-in office. The browser's clock is the office's. */
export async function visitScreens(
  office: StandIn,
  look: (visit: ScreenVisit) => Promise<void>,
  { path = '/app/', width = 1440, theme = 'light', language = 'en-GB', secret }: VisitOptions = {},
): Promise<void> {
  const appFiles = await readAppFiles()
  expect(appFiles, 'web-ui/dist is there: scripts/setup builds it').not.toBeNull()
  await using api = await runApi(office, { requestsPerMinute: 100_000, appFiles })
  await using page = await openTab({
    viewport: { width, height: 900 },
    colorScheme: theme,
    locale: language,
    timezoneId: 'UTC',
  })
  await page.clock.setFixedTime(standInNow)
  const complaints = complaintsOf(page)
  const origin = `https://localhost:${api.server.port}`
  await bringSession(page, secret ?? office.services.accounts.signIn.byToken('127.0.0.1'))
  await page.goto(`${origin}${path}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await look({ page, api, origin, complaints })
}

/** As after a sign-in. */
export async function bringSession(page: Page, secret: string): Promise<void> {
  const cookie = { name: '__Host-gatehouse', value: secret, domain: 'localhost', path: '/' }
  await page.context().addCookies([{ ...cookie, secure: true, httpOnly: true, sameSite: 'Strict' }])
}

/** 401 is how the interface learns that nobody is signed in; every other complaint counts. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    const isWanted = message.text().includes('401')
    if (['error', 'warning'].includes(message.type()) && !isWanted) complaints.push(message.text())
  })
  page.on('dialog', (dialog) => {
    complaints.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  return complaints
}

/** Where screenshots go that a person looks at; nowhere where nobody asked for them. */
const folder = process.env.GATEHOUSE_SCREENSHOTS

/** Nothing may move while it is taken. */
export async function screenshot(page: Page, name: string): Promise<void> {
  if (folder === undefined) return
  await mkdir(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' })
}

/** A page that is wider than its window has something cut off. */
export async function overflow(page: Page): Promise<string[]> {
  const [wide, narrow] = await page.evaluate<[number, number]>(
    '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
  )
  return wide > narrow ? [`${wide} pixels wide in ${narrow}`] : []
}
