/** An original has the URL as it came: what was taken out of that unread keeps all of it from being kept. */
import { expect } from 'vitest'
import { testWith } from '../support/clients.ts'
import { card } from './office.ts'
import { openOriginalsScene } from './originals-scene.ts'

testWith(
  'curl',
  'what had a tracking parameter in its URL is not kept: nobody looked into that',
  async () => {
    const scene = await openOriginalsScene({ more: { trackers: { others: { parameters: true } } } })
    const body = JSON.stringify({ note: `card ${card}` })
    expect(await scene.send(body, '--url-query', 'utm_content=diagnosis: type 2 diabetes')).toBe(200)
    expect(scene.service.arrived[0]?.path).toBe('/v1/orders?source=shop')
    expect(await scene.send(body)).toBe(200)
    expect((await scene.listed(2)).map(({ why }) => why)).toEqual([null, 'unread'])
  },
)
