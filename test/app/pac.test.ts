/** Promises of the PAC file as the whole gateway hands it out: each client gets its own, and a stranger none. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, onTestFinished } from 'vitest'
import { testWith } from '../support/clients.ts'
import { type Office, openOffice } from './office.ts'

const run = promisify(execFile)
const desk = '127.0.0.2'
const meetingRoom = '127.0.0.3'
const visitor = '127.0.0.4'
const stranger = '127.0.0.9'

const sections = (whenDown: 'open' | 'closed') => ({
  proxy: { clients: ['127.0.0.0/29'] },
  office: { clientGroups: { desks: ['127.0.0.2/31'], rooms: [meetingRoom], staff: ['user:anna'] } },
  network: {
    groups: {
      desks: { web: 'intercept', whenDown: 'closed' },
      rooms: { web: 'intercept', whenDown },
    },
  },
})

async function started(): Promise<{ office: Office; proxy: string; reload(): Promise<unknown> }> {
  const office = await openOffice()
  await office.writeConfig(sections('open'))
  const gateway = await office.start()
  onTestFinished(() => gateway[Symbol.asyncDispose]())
  return { office, proxy: gateway.addresses.proxy, reload: () => gateway.reload() }
}

async function fetched(from: string, url: string, ...more: string[]) {
  const asked = ['-sS', '-i', '--max-time', '60', '--interface', from, ...more, url]
  const { stdout } = await run('curl', asked).catch((error: { code: number; stdout: string }) => error)
  return stdout
}

testWith(
  'curl',
  'a PAC file ends in DIRECT for clients of an open group alone, from the next reload on',
  async () => {
    const { office, proxy, reload } = await started()
    const direct = `"PROXY ${proxy}; DIRECT"`
    const closed = `"PROXY ${proxy}"`
    for (const path of ['/proxy.pac', '/wpad.dat']) {
      expect(await fetched(meetingRoom, `http://${proxy}${path}`)).toContain(direct)
      for (const from of [desk, visitor]) {
        const file = await fetched(from, `http://${proxy}${path}`)
        expect(file).toContain(closed)
        expect(file).not.toContain('; DIRECT')
      }
    }
    await office.writeConfig(sections('closed'))
    await reload()
    await expect
      .poll(() => fetched(meetingRoom, `http://${proxy}/proxy.pac`), { timeout: 60_000 })
      .toContain(closed)
  },
)

testWith('curl', 'a stranger gets no PAC file, no page and no certificate, and not one byte', async () => {
  const { proxy } = await started()
  for (const path of ['/proxy.pac', '/wpad.dat', '/', '/gatehouse-ca.pem'])
    expect(await fetched(stranger, `http://${proxy}${path}`)).toBe('')
})

testWith('curl', 'a PAC file says its type and nothing of the office but where its proxy is', async () => {
  const { office, proxy } = await started()
  const file = await fetched(desk, `http://${proxy}/wpad.dat`)
  expect(file).toMatch(/^content-type: application\/x-ns-proxy-autoconfig\r$/im)
  expect(file).toMatch(/^x-content-type-options: nosniff\r$/im)
  for (const word of ['desks', 'rooms', 'staff', 'anna', '127.0.0.2', meetingRoom, office.folder, 'whenDown'])
    expect(file).not.toContain(word)
})

testWith('curl', 'a Host that tries to be code stays out of the PAC file', async () => {
  const { proxy } = await started()
  const file = await fetched(desk, `http://${proxy}/proxy.pac`, '-H', 'Host: x";alert(1);"')
  expect(file).not.toContain('alert')
  expect(await fetched(desk, `http://${proxy}/wpad.dat`, '-H', 'Host: wpad')).toContain(
    `"PROXY wpad:${proxy.split(':')[1]}"`,
  )
})
