/** A machine that was stopped over IPv6 asks over IPv4, as the page sends it where the gateway's name has no other address: in a real network. */
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'
import { at, testInNetwork } from '../transparent/network.ts'
import { ip, otherCard, watched } from './watched.ts'

const policy = {
  connections: [{ id: 'all', action: 'intercept' }],
  exchanges: [{ id: 'stop-all', entities: { '*': 'refuse' } }],
}

testInNetwork('what was stopped over IPv6 is asked about over IPv4 by the same card alone', async () => {
  const { office, started, post, turnInto } = await watched({ unknown: 'rules' }, { workers: 1, host: '::' })
  await writeFile(join(dirname(office.configFile), 'policy.yaml'), JSON.stringify(policy))
  await office.command.run('reload', '--config', office.configFile)
  const port = started.ready.addresses.proxy.split(':').at(-1)
  const [four, six] = [`http://${at.gateway.v4}:${port}`, `http://[${at.gateway.v6}]:${port}`]
  const status = async (...args: string[]) =>
    (await office.curl('-o', '/dev/null', '-w', '%{http_code}', ...args)).out
  const overSix = ['--resolve', `origin.test:443:[${at.server.v6}]`]
  let link = ''
  // Both families are known once both have been spoken.
  const stopped = async () => {
    await status(`${four}/trouble`)
    const [path = ''] = /\/review\/[\w.-]+/.exec(await post(...overSix)) ?? []
    link = path
    return path === '' ? 'no link' : status(four + path)
  }
  await expect.poll(stopped, { timeout: 20_000 }).toBe('200')
  expect(await status(`${six}${link}`)).toBe('200')
  const list = async () => (await office.curl(`${four}/trouble`)).out
  await expect.poll(list).toContain('origin.test')
  const ticket = await office.curl('-o', '/dev/null', '-w', '%{redirect_url}', '-X', 'POST', four + link)
  const asked = new URL(ticket.out).pathname
  for (const by of [four, six]) expect(await status(by + asked)).toBe('200')
  expect(await office.journal()).toContainEqual(
    expect.objectContaining({ client: at.client.v6, action: 'refuse' }),
  )

  // Another card on the same wire, with an address of its own.
  const stranger = '10.1.0.9'
  ip('-n', office.network.client, 'addr', 'add', `${stranger}/24`, 'dev', 'uplink')
  const by = ['--interface', stranger]
  turnInto(otherCard)
  await office.curl('-k', ...by, 'https://origin.test/')
  for (const path of [link, asked]) expect(await status(...by, four + path)).toBe('404')
  expect((await office.curl(...by, `${four}/trouble`)).out).not.toContain('2a0f')
})
