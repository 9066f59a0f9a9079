/** What one machine was shown and allowed when something did not work, another one that takes its address does not get: in a real network. */
import { expect } from 'vitest'
import { at, testInNetwork } from '../transparent/network.ts'
import { masked } from '../transparent/office.ts'
import { otherCard, unread, watched } from './watched.ts'

for (const workers of [0, 1])
  testInNetwork(
    `fifteen minutes for one card are nothing for another at its address [workers: ${workers}]`,
    async () => {
      const { office, started, post, decide, turnInto } = await watched({}, { workers, host: '0.0.0.0' })
      const port = started.ready.addresses.proxy.split(':').at(-1)
      const own = `http://${at.gateway.v4}:${port}`
      const page = async (path: string, ...args: string[]) =>
        (await office.curl(...args, `${own}${path}`)).out
      const reviews = async (...args: string[]) =>
        (await office.command.run('reviews', ...args, '--config', office.configFile)).stdout
      await post()
      await decide('name', at.client.v4, 'Till 1')
      expect(await post()).toBe(masked)
      let link = ''
      // The newest comes first, a tenth of a second late where a worker hands it over.
      const newest = async () => {
        link = /\/trouble\/[0-9a-f-]+/.exec(await page('/trouble'))?.[0] ?? link
        return page(link)
      }
      await expect.poll(newest).toContain('We changed it on its way')
      await page(link, '-X', 'POST')
      const [id = ''] = /^\S+/.exec(await reviews()) ?? []
      expect(await reviews('answer', id, '15m')).toContain('passes unread')
      await expect.poll(() => post()).toBe(unread)
      expect((await office.journal())[0]).toMatchObject({
        ...{ action: 'tunnel', ruleId: `reviewed-${id}` },
        notes: [`reviewed:${id}`, 'led-here', expect.stringMatching(/^machine:/)],
      })

      turnInto(otherCard)
      await office.curl('-k', 'https://origin.test/')
      const status = async () => (await office.command.run('status', '--config', office.configFile)).stdout
      await expect.poll(status).toContain('1 address is claimed by two machines each.')
      expect(await post()).toBe(masked)
      expect(await page('/trouble')).toContain('cannot tell which machine this is')
      expect(await page(link)).not.toContain('origin.test')
    },
  )
