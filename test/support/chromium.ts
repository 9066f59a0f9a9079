/** Starts a real Chromium that trusts given roots, as a client's browser does after the bundle was installed. */
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type BrowserContext, chromium } from 'playwright-core'
import { requireClient, testWith } from './clients.ts'

export interface ChromiumOptions {
  /** PEM roots to trust as authorities for web sites. */
  roots: readonly string[]
  /** `http://127.0.0.1:8080`; none where left out. */
  proxy?: string
  /** Where its PAC file is; none where left out. */
  pac?: string
  /** False: no script of any page runs. */
  scripts?: boolean
  /** What is entered where the proxy asks for it. */
  login?: { username: string; password: string }
  /** Rules such as `MAP shop.example 127.0.0.1`, so that names need no DNS. */
  hostRules?: string
  /** The text of a PAC file; none where left out. */
  pacText?: string
  /** A folder whose list of trusted roots was filled before; one is made, and goes, where left out. */
  home?: string
  /** A program that starts the browser, such as one in another network. */
  startedBy?: string
}

export interface RunningChromium extends AsyncDisposable {
  readonly context: BrowserContext
}

const run = promisify(execFile)

/** A test that starts Chromium; skipped by name where the browser, or what fills its trust store, is missing. */
export function testWithChromium(title: string, fn: () => Promise<void>, timeoutMs = 120_000): void {
  testWith(requireClient('certutil') === null ? 'certutil' : 'chromium', title, fn, timeoutMs)
}

/** A browser that runs in a container and asks nobody anything by itself. */
export const quietArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
] as const

/**
 * Chromium with a home of its own: profile and trust store (an NSS database) are new, and go when it is disposed of.
 * Needs `certutil` (Debian: libnss3-tools) beside the browser.
 */
export async function launchChromium(options: ChromiumOptions): Promise<RunningChromium> {
  const home = options.home ?? (await mkdtemp(join(tmpdir(), 'gatehouse-chromium-')))
  if (options.home === undefined) await trustRoots(home, options.roots)
  const context = await chromium.launchPersistentContext(join(home, 'profile'), {
    executablePath: options.startedBy ?? requireClient('chromium') ?? 'chromium',
    headless: true,
    javaScriptEnabled: options.scripts ?? true,
    env: { ...process.env, HOME: home },
    ...(options.proxy === undefined
      ? {}
      : { proxy: { server: options.proxy, bypass: '<-loopback>', ...options.login } }),
    args: [
      ...quietArguments,
      ...(options.pac === undefined ? [] : [`--proxy-pac-url=${options.pac}`]),
      ...(options.pacText === undefined ? [] : [`--proxy-pac-url=${inUrl(options.pacText)}`]),
      ...(options.hostRules === undefined ? [] : [`--host-resolver-rules=${options.hostRules}`]),
    ],
  })
  return {
    context,
    async [Symbol.asyncDispose]() {
      await context.close()
      if (options.home === undefined) await rm(home, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function inUrl(pac: string): string {
  return `data:application/x-ns-proxy-autoconfig;base64,${Buffer.from(pac).toString('base64')}`
}

/** Chromium on Linux reads locally trusted roots from `~/.pki/nssdb`; `C,,` trusts them for servers only. */
async function trustRoots(home: string, roots: readonly string[]): Promise<void> {
  const folder = join(home, '.pki', 'nssdb')
  await mkdir(folder, { recursive: true })
  const certutil = requireClient('certutil') ?? 'certutil'
  const database = `sql:${folder}`
  await run(certutil, ['-N', '-d', database, '--empty-password'])
  for (const [index, pem] of roots.entries()) {
    const file = join(home, `root-${index}.pem`)
    await writeFile(file, pem)
    await run(certutil, ['-A', '-d', database, '-t', 'C,,', '-n', `root ${index}`, '-i', file])
  }
}
