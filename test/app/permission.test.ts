/** Promises about reloads of the whole gateway that take a permission away: it ends on connections that are open, too. */
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { type AddressInfo, connect, createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { clientOf, openOffice } from './office.ts'

test('a machine whose network is served no more loses the connection it has kept', async () => {
  const office = await openOffice()
  await using gateway = await office.start()
  using client = clientOf(gateway.addresses.proxy, office)
  expect(await client.post()).toBe(200)
  await office.writeConfig({ proxy: { clients: ['10.0.0.0/8'] } })
  expect(await gateway.reload()).toMatchObject({ ok: true, changed: ['proxy.clients'] })
  await expect(client.post()).rejects.toThrow()
  expect(office.received).toHaveLength(1)

  await office.writeConfig({})
  expect(await gateway.reload()).toMatchObject({ ok: true })
  using again = clientOf(gateway.addresses.proxy, office)
  expect(await again.post()).toBe(200)
})

test('a tunnel ends with the reload of a policy that refuses it', async () => {
  const destination = createServer((socket) => void socket.on('error', () => {}).pipe(socket))
  destination.listen(0, '127.0.0.1')
  await once(destination, 'listening')
  onTestFinished(() => void destination.close())
  const { port } = destination.address() as AddressInfo
  const office = await openOffice()
  const rules = (action: string) =>
    writeFile(
      office.policyFile,
      `connections: [{ id: all, action: ${action} }]\nexchanges: [{ id: rest, entities: { "*": mask } }]\n`,
    )
  await rules('tunnel')
  await office.writeConfig({ proxy: { connectPorts: [port] } })
  await using gateway = await office.start()
  const [address = '', proxyPort = ''] = gateway.addresses.proxy.split(':')
  const socket = connect(Number(proxyPort), address)
  onTestFinished(() => void socket.destroy())
  socket.on('error', () => {})
  socket.write(`CONNECT 127.0.0.1:${port} HTTP/1.1\r\nHost: a\r\n\r\n`)
  await once(socket, 'data')
  socket.write('question')
  expect(String((await once(socket, 'data'))[0])).toBe('question')

  const closed = once(socket, 'close')
  await rules('refuse')
  expect(await gateway.reload()).toMatchObject({ ok: true })
  await closed
})
