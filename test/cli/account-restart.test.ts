/** Promises about codes that were used: a gateway that is killed and started anew takes none of them again. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { testWith } from '../support/clients.ts'
import { codeOf, curlBrowser, recoveryCodesIn, ticketIn } from '../support/curl-browser.ts'
import { emptyPlace } from './gatehouse.ts'
import { endAll, exitOf, startedGateway } from './started.ts'

const password = 'seven small boats at noon'

testWith(
  'curl',
  'after kill -9 and a new start a used one-time code, code of an app and recovery code are refused, and an unused one counts',
  async () => {
    const place = await emptyPlace()
    onTestFinished(() => place[Symbol.asyncDispose]())
    await writeFile(join(place.folder, 'gatehouse.yaml'), 'proxy:\n  port: 0\nui:\n  port: 0\n')
    const first = await startedGateway(place)
    onTestFinished(() => endAll([first.child]))
    expect((await place.run('ca', 'export', '--out', 'ca.pem')).code).toBe(0)
    const oneTime = (await place.run('user', 'add', 'anna', '--role', 'owner')).stdout.trim()

    const before = curlBrowser(place.folder, first.ready.addresses.ui, 'before.jar')
    const begun = await before.post('/account/setup', { code: oneTime })
    const chosen = { ticket: ticketIn(begun), password, code: codeOf(begun) }
    const [paper = '', nextPaper = ''] = recoveryCodesIn(await before.post('/account/setup/finish', chosen))
    const enter = async (browser: typeof before, code: string) => {
      const asked = await browser.post('/login/account', { name: 'anna', password })
      return browser.post('/login/code', { ticket: ticketIn(asked), code })
    }
    const code = codeOf(begun, 1)
    for (const right of [code, paper]) expect(await enter(before, right)).toMatch(/\n303$/)

    first.child.kill('SIGKILL')
    await exitOf(first.child)
    const second = await startedGateway(place)
    onTestFinished(() => endAll([second.child]))
    const after = curlBrowser(place.folder, second.ready.addresses.ui, 'after.jar')
    // One step ahead of its time when it was typed: it would count for a minute still.
    expect(await enter(after, code)).toMatch(/The code is not right, or was used before.*\n401$/s)
    expect(await enter(after, paper)).toMatch(/\n401$/)
    expect(await after.post('/account/setup', { code: oneTime })).toMatch(/\n401$/)
    expect(await enter(after, nextPaper)).toMatch(/\n303$/)
  },
  300_000,
)
