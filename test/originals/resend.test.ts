/** What is sent again is what the owner was shown, whatever a worker sealed. */
import { expect, test } from 'vitest'
import type { OriginalContent } from '../../gateway/core/original/content.ts'
import { openRoom, plain } from './room.ts'

test.each<[string, Partial<OriginalContent>]>([
  ['scheme', { scheme: 'http' }],
  ['port', { port: 8443 }],
  ['method', { method: 'DELETE' }],
  ['host', { host: 'bank.example', fields: ['Host', 'bank.example'] }],
  ['Host field', { fields: ['Host', 'bank.example'] }],
  ['port in the Host field', { fields: ['Host', 'crm.example:8443'] }],
  ['second Host field', { fields: ['Host', 'crm.example', 'host', 'bank.example'] }],
  ['missing Host field', { fields: [] }],
  ['path', { target: '/payments' }],
  ['path of another spelling', { target: '/orders/../payments' }],
  ['length', { body: Buffer.from(`${plain}.`) }],
])('a worker that seals another %s than it tells of gets nothing sent', async (_what, content) => {
  const { keep, resend, room, sent, scene } = await openRoom()
  const id = await keep({}, plain, content)
  await expect(resend(id)).rejects.toMatchObject({ code: 'ORIGINAL_OTHER' })
  expect(sent).toEqual([])
  expect((await room.desk.get(id))?.resentAt).toBe(null)
  expect(JSON.stringify(scene.ledger.list({ limit: 20 }))).not.toContain('original.resent')
})

test('what the list tells of is sent, with its query and a port in the Host field', async () => {
  const { keep, resend, sent } = await openRoom()
  const id = await keep({}, plain, { target: '/orders?source=shop', fields: ['host', 'crm.example:443'] })
  await resend(id)
  expect(sent).toMatchObject([{ target: '/orders?source=shop', body: Buffer.from(plain) }])
})
