/** A real browser on a machine of the test networks, and what a page of it posts. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { launchChromium, type RunningChromium } from '../support/chromium.ts'
import { requireClient } from '../support/clients.ts'

export interface BrowserPlace {
  /** A folder for the program that starts it. */
  folder: string
  /** The command as that machine runs it. */
  inside(command: readonly string[]): string[]
  roots: readonly string[]
  hostRules: string
  /** Of a PAC file; none where left out. */
  pacText?: string
}

export async function browserAt(place: BrowserPlace): Promise<RunningChromium> {
  const startedBy = join(place.folder, 'chromium-in-its-network')
  const command = place.inside([requireClient('chromium') ?? 'chromium'])
  await writeFile(startedBy, `#!/bin/sh\nexec ${command.join(' ')} "$@"\n`, { mode: 0o755 })
  const { roots, hostRules, pacText } = place
  return launchChromium({ roots, hostRules, startedBy, ...(pacText === undefined ? {} : { pacText }) })
}

export interface Reached {
  at: string
  body: string
  httpVersion: string
}

/** Opens a page of the site and posts JSON from it; what reached the site. Rejects where no answer comes in half a minute. */
export async function postFrom({ context }: RunningChromium, url: string, json: string): Promise<Reached> {
  const page = await context.newPage()
  try {
    await page.goto(url)
    return await page.evaluate(async (body) => {
      const headers = { 'content-type': 'application/json' }
      const signal = AbortSignal.timeout(30_000)
      const answer = await fetch('/', { method: 'POST', headers, body, signal })
      return (await answer.json()) as Reached
    }, json)
  } finally {
    await page.close()
  }
}
