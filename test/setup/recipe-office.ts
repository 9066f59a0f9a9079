/** Gives tests of recipes a gateway with its own pages, a destination that programs know how to ask, and a home to follow a recipe in. */
import { execFile } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { onTestFinished } from 'vitest'
import type { OwnPageFacts } from '../../gateway/core/pages/own-page-facts.ts'
import { ownPage } from '../../gateway/core/pages/own-pages.ts'
import type { Recipe } from '../../gateway/core/setup/recipe.ts'
import { setupRecipes } from '../../gateway/core/setup/recipes.ts'
import { makeDemoCertificates } from '../../gateway/demo/certificates.ts'
import {
  type Origin,
  type ProxyChanges,
  type Proxy as RunningProxy,
  startOrigin,
  startProxy,
} from '../egress/setup.ts'
import { setupFactsOf } from '../support/setup-facts.ts'

const run = promisify(execFile)

export interface RecipeOffice {
  /** An HTTPS destination that answers `arrived`; no name server knows it, and the gateway alone trusts it. */
  url: string
  origin: Origin
  proxy: RunningProxy
  home: string
  recipe(id: string): Recipe
  /** What a shell said that ran these lines in this home; its exit code. */
  shell(lines: string): Promise<{ code: number; said: string }>
}

export async function openRecipeOffice(
  changes: Pick<ProxyChanges, 'policy' | 'options'> = {},
): Promise<RecipeOffice> {
  const origin = await startOrigin({ answer: answerPrograms })
  const facts: { now: OwnPageFacts | null } = { now: null }
  const proxy = await startProxy([origin], {
    ...changes,
    ports: { ownPage: (asked) => (facts.now === null ? null : ownPage(facts.now, asked)) },
  })
  facts.now = factsOf(proxy)
  const home = await mkdtemp(join(tmpdir(), 'gatehouse-recipe-'))
  onTestFinished(() => rm(home, { recursive: true, force: true }))
  const programs = await shims(home)
  const recipes = setupRecipes(setupFactsOf(proxy.host, proxy.port))
  return {
    url: `https://${origin.host}:${origin.port}`,
    origin,
    proxy,
    home,
    recipe(id) {
      const found = recipes.find((recipe) => recipe.id === id)
      if (found === undefined) throw new Error(`no recipe ${id}`)
      return found
    },
    async shell(lines) {
      const path = [programs, dirname(process.execPath), process.env.PATH ?? ''].join(':')
      const options = { cwd: home, env: { PATH: path, HOME: home, LANG: 'C.UTF-8' }, timeout: 110_000 }
      return run('sh', ['-e', '-c', lines], options).then(
        ({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }),
        (error: { code: number; stdout: string; stderr: string }) => ({
          code: error.code,
          said: error.stdout + error.stderr,
        }),
      )
    },
  }
}

/** Every line of code of a recipe, to the letter. */
export function linesOf(parts: Recipe['install']): string {
  return parts.flatMap((part) => ('code' in part ? [part.code] : [])).join('\n')
}

/** The gateway's own roots: that of the web, and one of another authority in the place of the office's. */
export function factsOf(proxy: Pick<RunningProxy, 'caPem' | 'port'>): OwnPageFacts {
  const office = makeDemoCertificates('office.test', {
    now: Date.now(),
    random: (length) => Buffer.alloc(length, 7),
  }).rootPem
  const rootOf = (pem: string) => {
    const certificate = new X509Certificate(pem)
    return { certificate: certificate.raw.toString('base64'), fingerprint: certificate.fingerprint256 }
  }
  return {
    officeName: 'Test & Sons',
    officeHost: 'gatehouse.home.arpa',
    contact: 'Kim',
    proxyPort: proxy.port,
    proxyTls: false,
    uiPort: 8443,
    reviewsAt: null,
    whenDown: { groups: [], others: 'closed' },
    bundle: proxy.caPem + office,
    interception: rootOf(proxy.caPem),
    office: rootOf(office),
  }
}

/** `sudo` where there is none, and the Python that is meant, whatever chooses it by the home. */
async function shims(home: string): Promise<string> {
  const folder = join(home, 'bin')
  await mkdir(folder)
  await writeFile(join(folder, 'sudo'), '#!/bin/sh\nexec "$@"\n', { mode: 0o755 })
  const found = await run('python3', ['-c', 'import sys; print(sys.executable)']).catch(() => null)
  if (found !== null)
    await writeFile(join(folder, 'python3'), `#!/bin/sh\nexec ${found.stdout.trim()} "$@"\n`, { mode: 0o755 })
  return folder
}

/** What git, npm and pip ask a server first, and one word for everything else. */
function answerPrograms(request: IncomingMessage, response: ServerResponse): void {
  const path = (request.url ?? '').split('?', 1)[0]
  const answers: Record<string, readonly [string, string]> = {
    '/repo.git/info/refs': ['text/plain', `${'a'.repeat(40)}\trefs/heads/main\n`],
    '/repo.git/HEAD': ['text/plain', 'ref: refs/heads/main\n'],
    '/-/ping': ['application/json', '{}'],
    '/simple/demo/': ['text/html', '<a href="demo-1.0.tar.gz">demo-1.0.tar.gz</a>'],
  }
  const [type, body] = answers[path ?? ''] ?? ['text/plain', 'arrived\n']
  response.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(body) })
  response.end(body)
}
