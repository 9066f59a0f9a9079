/** Plays somebody's browser before the real gateway by curl, and reads what the pages around the sign-in show. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { TOTP } from 'otpauth'

const run = promisify(execFile)

/** With a jar of cookies of its own; `folder` holds the roots as `ca.pem`. Answers end in a line with the status. */
export function curlBrowser(folder: string, ui: string, jar: string) {
  const base = `https://${ui}`
  const common = ['-sS', '--max-time', '60', '--cacert', join(folder, 'ca.pem')]
  const cookies = ['--cookie', join(folder, jar), '--cookie-jar', join(folder, jar)]
  const curl = async (...more: string[]) =>
    (await run('curl', [...common, ...cookies, '-w', '\n%{http_code}', ...more])).stdout
  return {
    get: (path: string, ...more: string[]) => curl(...more, `${base}${path}`),
    async post(path: string, fields: Record<string, string>) {
      const data = Object.entries(fields).flatMap(([name, value]) => ['--data-urlencode', `${name}=${value}`])
      return curl('-H', `Origin: ${base}`, ...data, `${base}${path}`)
    },
    /** As our own script asks for a change. */
    change: (path: string) =>
      curl('-X', 'POST', '-H', `Origin: ${base}`, '-H', 'Gatehouse-Change: 1', `${base}${path}`),
  }
}

export function ticketIn(page: string): string {
  return /name="ticket" value="([\w-]{43})"/.exec(page)?.[1] ?? ''
}

/** What a person's app shows `steps` later: each code counts once, and nobody waits half a minute for the next. */
export function codeOf(page: string, steps = 0): string {
  const seed = /otpauth:[^"<]*secret=([A-Z2-7]+)/.exec(page)?.[1] ?? ''
  return new TOTP({ secret: seed }).generate({ timestamp: Date.now() + steps * 30_000 })
}

export function recoveryCodesIn(page: string): string[] {
  return page.match(/\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\b/g) ?? []
}
