/** Promises of the recipes that say "tried here": followed to the letter they work with the real program, and undone they leave nothing. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { setupRecipes } from '../../gateway/core/setup/recipes.ts'
import { launchChromium, testWithChromium } from '../support/chromium.ts'
import { type ClientName, requireClient, testWith } from '../support/clients.ts'
import { setupFactsOf } from '../support/setup-facts.ts'
import { linesOf, openRecipeOffice, type RecipeOffice } from './recipe-office.ts'

interface Trial {
  client: ClientName
  /** Asks the destination by the real program; what it says then. */
  ask(office: RecipeOffice): Promise<string> | string
  says: RegExp
}

const arrived = /arrived/

const trials: Readonly<Record<string, Trial>> = {
  curl: { client: 'curl', ask: ({ url }) => `curl -sS ${url}/`, says: arrived },
  git: { client: 'git', ask: ({ url }) => `git ls-remote ${url}/repo.git`, says: /refs\/heads\/main/ },
  node: {
    client: 'curl',
    ask: ({ url }) => `node -e 'fetch("${url}/").then((r) => r.text()).then(console.log)'`,
    says: arrived,
  },
  npm: { client: 'npm', ask: ({ url }) => `npm ping --registry ${url}/`, says: /PONG/ },
  python: {
    client: 'python3-requests',
    ask: ({ url }) =>
      [
        `python3 -c 'import requests; print(requests.get("${url}/").text, 1)'`,
        `python3 -c 'import urllib.request; print(urllib.request.urlopen("${url}/").read(), 2)'`,
        `python3 -m pip --disable-pip-version-check index versions demo --index-url ${url}/simple`,
      ].join('\n'),
    says: /arrived\n 1\n[\s\S]*arrived\\n' 2\n[\s\S]*demo \(1\.0\)/,
  },
  java: {
    client: 'java',
    async ask({ url, home }) {
      const file = join(home, 'Ask.java')
      await writeFile(
        file,
        `class Ask { public static void main(String[] a) throws Exception {
          System.out.println(new String(new java.net.URL("${url}/").openStream().readAllBytes())); } }`,
      )
      return `java Ask.java`
    },
    says: arrived,
  },
}

for (const [id, { client, ask, says }] of Object.entries(trials)) {
  testWith(client, `the recipe for ${id}, to the letter, and undone to the letter`, async () => {
    const office = await openRecipeOffice()
    const files = office.recipe('files')
    const recipe = office.recipe(id)
    const asked = await ask(office)
    const followed = [linesOf(files.install), linesOf(recipe.install), asked].join('\n')
    const { code, said } = await office.shell(followed)
    expect(said).toMatch(says)
    expect(code).toBe(0)
    expect(office.origin.received.length).toBeGreaterThan(0)

    const before = office.origin.received.length
    const undone = [
      linesOf(recipe.uninstall),
      linesOf(files.uninstall),
      'ls -d ~/.gatehouse || echo gone',
      asked,
    ]
    const after = await office.shell([linesOf(files.install), linesOf(recipe.install), ...undone].join('\n'))
    expect(after.said).toContain('gone')
    expect(after.code).not.toBe(0)
    expect(office.origin.received.length).toBe(before)
  })
}

testWith(
  'curl',
  'without the roots a program is refused, with them it is served: both certificates count',
  async () => {
    const office = await openRecipeOffice()
    const proxied = `curl -sS --proxy http://${office.proxy.host}:${office.proxy.port}`
    expect((await office.shell(`${proxied} ${office.url}/`)).said).toContain('certificate')
    const { said } = await office.shell(
      `${linesOf(office.recipe('files').install)}\ngrep -c BEGIN ~/.gatehouse/roots.pem`,
    )
    expect(said.trim()).toBe('2')
  },
)

testWithChromium('the recipe for Chromium, to the letter, and undone to the letter', async () => {
  const office = await openRecipeOffice()
  const { install, uninstall } = office.recipe('chromium')
  const title = async () => {
    const browser = await launchChromium({
      roots: [],
      home: office.home,
      proxy: `http://${office.proxy.host}:${office.proxy.port}`,
    })
    await using _ = browser
    const page = await browser.context.newPage()
    const answer = await page.goto(`${office.url}/`).catch((error: Error) => error.message)
    return answer === null || typeof answer === 'string' ? answer : await answer.text()
  }
  expect(await office.shell(linesOf(install))).toMatchObject({ code: 0 })
  expect(await title()).toContain('arrived')
  expect(await office.shell(linesOf(uninstall))).toMatchObject({ code: 0 })
  expect(await title()).toContain('ERR_CERT_AUTHORITY_INVALID')
})

/** The system's own list, as this test alone sees it. */
const apart = [
  'mkdir -p ~/certs ~/local',
  'cp -a /etc/ssl/certs/. ~/certs/',
  'mount --bind ~/certs /etc/ssl/certs',
  'mount --bind ~/local /usr/local/share/ca-certificates',
].join('\n')

testWith(
  mayMount() ? 'update-ca-certificates' : 'unshare',
  'the recipe for Debian, to the letter, and undone to the letter',
  async () => {
    const office = await openRecipeOffice()
    const { install, uninstall } = office.recipe('debian')
    const ask = `curl -sS --cacert /etc/ssl/certs/ca-certificates.crt ${office.url}/`
    const script = [
      apart,
      linesOf(install),
      ask,
      linesOf(uninstall),
      'ls ~/local',
      `${ask} || echo refused: $?`,
    ]
    await writeFile(join(office.home, 'follow.sh'), `set -e\n${script.join('\n')}\n`)
    const { code, said } = await office.shell('unshare -m sh ./follow.sh')
    expect(said).toMatch(/2 added[\s\S]*arrived[\s\S]*refused: 60/)
    expect(code).toBe(0)
  },
)

test('what says "tried here" is tried here, and everything else names its source and the day', () => {
  const recipes = setupRecipes(setupFactsOf('192.168.1.2'))
  const saysTried = recipes.filter(({ proof }) => proof.kind === 'tried').map(({ id }) => id)
  expect(saysTried.toSorted()).toEqual([...Object.keys(trials), 'files', 'chromium', 'debian'].toSorted())
  for (const { proof } of recipes) {
    if (proof.kind === 'tried') continue
    expect(proof.source.length).toBeGreaterThan(10)
    expect(proof.url).toMatch(/^https:\/\//)
    expect(proof.read).toMatch(/^20\d\d-\d\d-\d\d$/)
  }
})

/** Root alone may have mounts of its own. */
function mayMount(): boolean {
  return process.getuid?.() === 0 && requireClient('unshare') !== null
}
