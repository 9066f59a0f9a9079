/** Finds the real clients (curl, openssl, Chromium, Squid) that promises are kept against, and skips by name where one is missing. */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type TestContext, test } from 'vitest'

export type ClientName =
  | 'curl'
  | 'openssl'
  | 'chromium'
  | 'certutil'
  | 'squid'
  | 'age'
  | 'age-keygen'
  | 'sftp'
  | 'scp'
  | 'ssh-keygen'
  | 'mosquitto_pub'
  | 'mosquitto_sub'
  | 'nginx'
  | 'h2load'
  | 'soffice'
  | 'exiftool'
  | 'convert'
  | 'ip'
  | 'nft'
  | 'perl'
  | 'git'
  | 'npm'
  | 'java'
  | 'unshare'
  | 'update-ca-certificates'
  | 'python3'
  | 'python3-docx'
  | 'python3-openpyxl'
  | 'python3-requests'
  | 'wget'

/** What each client is called on Debian, Fedora and elsewhere; the first that exists is taken. */
const programs: Record<ClientName, readonly string[]> = {
  curl: ['curl'],
  openssl: ['openssl'],
  chromium: ['chromium', 'chromium-browser', 'google-chrome-stable'],
  certutil: ['certutil'],
  squid: ['squid'],
  age: ['age'],
  'age-keygen': ['age-keygen'],
  sftp: ['sftp'],
  scp: ['scp'],
  'ssh-keygen': ['ssh-keygen'],
  mosquitto_pub: ['mosquitto_pub'],
  mosquitto_sub: ['mosquitto_sub'],
  nginx: ['nginx'],
  h2load: ['h2load'],
  soffice: ['soffice', 'libreoffice'],
  exiftool: ['exiftool'],
  convert: ['convert'],
  ip: ['ip'],
  nft: ['nft'],
  perl: ['/usr/bin/perl'],
  git: ['git'],
  npm: ['npm'],
  java: ['java'],
  unshare: ['unshare'],
  'update-ca-certificates': ['update-ca-certificates'],
  python3: ['python3'],
  'python3-docx': ['/usr/lib/python3/dist-packages/docx'],
  'python3-requests': ['/usr/lib/python3/dist-packages/requests'],
  wget: ['wget'],
  'python3-openpyxl': ['/usr/lib/python3/dist-packages/openpyxl'],
}

/** Folders of system programs that an unprivileged user's PATH often lacks. */
const systemFolders = ['/usr/local/sbin', '/usr/sbin', '/sbin']

const announced = new Set<ClientName>()

/**
 * The client's path, or null where it is not installed; the caller must then skip under the client's name (`testWith`
 * does). Says once per file what is missing. Throws where GATEHOUSE_REQUIRE_CLIENTS=1: there a skip is a defect.
 */
export function requireClient(name: ClientName): string | null {
  const path = findProgram(programs[name])
  if (path !== null) return path
  const message = `${name} is not installed (looked for ${programs[name].join(', ')} on PATH)`
  if (process.env.GATEHOUSE_REQUIRE_CLIENTS === '1') throw new Error(`${message}, and it is required here`)
  if (!announced.has(name)) {
    announced.add(name)
    console.warn(`${message}: the promises that need it are skipped`)
  }
  return null
}

/**
 * A test against a real client; without the client it is skipped with the client's name in its title. How long a
 * program takes to start on a busy machine is no promise.
 */
export function testWith(
  name: ClientName,
  title: string,
  fn: (context: TestContext) => unknown,
  timeout = 120_000,
): void {
  if (requireClient(name) === null) {
    test.skip(`${title} [skipped: ${name} is not installed]`, () => {})
    return
  }
  test(title, { timeout }, async (context) => {
    await fn(context)
  })
}

function findProgram(names: readonly string[]): string | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...systemFolders].filter(
    (folder) => folder !== '',
  )
  for (const name of names) {
    if (name.startsWith('/') && existsSync(name)) return name
    for (const folder of folders) {
      const path = join(folder, name)
      if (existsSync(path)) return path
    }
  }
  return null
}
